"""Packages that are named almost like popular ones."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lamella.check.finding import Finding, Severity, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject

_SHORTEST = 5


@cache
def popular() -> frozenset[str]:
    """Return the normalised names of popular packages, from popular.txt."""
    text = files("lamella.check.provenance").joinpath("popular.txt").read_text("utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))


def check_names(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each package, or package folder, whose name is one edit away from a popular one."""
    known = popular()
    seen: set[str] = set()
    for distributions in subject.inspection.merged.distributions:
        for each in distributions:
            if each.name in seen or each.name in known:
                continue
            seen.add(each.name)
            other = lookalike(each.name)
            if other is not None:
                message = f"{each.name} is named almost like {other}"
                yield found(Rule.LOOKALIKE_NAME, message, path=each.info, subject=f"{each.name}=={each.version}",
                            severity=Severity.HIGH if not each.recorded else Severity.MEDIUM)  # fmt: skip


def lookalike(name: str) -> str | None:
    """Return the popular name that a name is one edit away from; `None` for popular names themselves and for others."""
    known = popular()
    if name in known or len(name) < _SHORTEST:
        return None
    plain = name.replace("-", "")
    for other in sorted(known):
        if abs(len(other) - len(name)) > 1 or len(other) < _SHORTEST:
            continue
        if plain == other.replace("-", "") or _one_edit(name, other):
            return other
    return None


def _one_edit(one: str, other: str) -> bool:
    """Whether a letter is added, missing or another, or two neighbours are swapped."""
    if len(one) == len(other):
        differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        # Digits tell releases apart, such as urllib2 and urllib3.
        if len(differing) == 1:
            return not (one[differing[0]].isdigit() or other[differing[0]].isdigit())
        return swapped and one[differing[0]] == other[differing[1]] and one[differing[1]] == other[differing[0]]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    for place in range(len(longer)):
        if longer[:place] + longer[place + 1 :] == shorter:
            return not longer[place].isdigit()
    return False
