"""What a whole layer answers, and how a slimmed one differs from it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lamella.build.passes import traced
from lamella.build.removals import Removals, Why
from lamella.model.expectation import Equals, difference
from lamella.model.ports import ProofFailure
from lamella.model.target import Target
from lamella.model.tested import Answered, Check, Failed, Kind, NotRun, Tested

_FRAME: Final = re.compile(r"/opt/([^\"'\n,]+)")
_UNSEEN: Final = Why(traced.NAME, "unseen", "no test reads it")


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of a layer before slimming; a slimmed one is held against it.

    Attributes:
        paths: Its files.
        answers: By function and position of the event.
        unstable: Events that the whole layer answers differently each time.
        faults: Kind and name of the checks that the whole layer fails already.
        owner: `name==version` by path.
    """

    paths: frozenset[str]
    answers: Mapping[tuple[str, int], Answered]
    unstable: frozenset[tuple[str, int]]
    faults: frozenset[tuple[Kind, str]]
    owner: Mapping[str, str]

    @classmethod
    def of(cls, paths: Iterable[str], owner: Mapping[str, str], one: Tested, other: Tested) -> "Whole":
        """Compare two runs of the same tests.

        Args:
            paths: The layer's files.
            owner: `name==version` by path.
            one: The first run, of the layer's own tests.
            other: The second, of everything.
        """
        first, again = _by_event(one.answers), _by_event(other.answers)
        unstable = frozenset(key for key in first if key not in again or differ(first[key], again[key]))
        faults = frozenset((check.kind, check.name) for check in other.failed)
        return cls(frozenset(paths), first, unstable, faults, owner)

    def lost(self, paths: Iterable[str], target: Target) -> Removals:
        """Return what a slimmed layer with these files does not have."""
        gone = sorted(self.paths.difference(paths))
        return Removals({path: _UNSEEN for path in gone if "/__pycache__/" not in path}, target.python_minor)


def _by_event(answers: tuple[Answered, ...]) -> dict[tuple[str, int], Answered]:
    return {(answer.function, answer.event): answer for answer in answers}


def differ(one: Answered, other: Answered) -> str | None:
    """Return how the other answer differs, if it does; two payloads that are no JSON are compared as texts."""
    try:
        wanted = json.loads(one.payload)
    except ValueError:
        return None if one.payload == other.payload else "the payloads differ"
    return difference(Equals(wanted), other.payload)


def may_come_from_slimming(check: Check, whole: Whole | None) -> bool:
    """Return whether a failure may come from slimming: what the whole layer fails too does not."""
    if check.kind in {Kind.IMPORT, Kind.FUNCTION}:
        return True
    if whole is None:
        return isinstance(check.outcome, Failed) and bool(check.outcome.blamed)
    return (check.kind, check.name) not in whole.faults


def failure(check: Check, owner: Mapping[str, str]) -> ProofFailure:
    """Return a failed check with the paths or packages that it points to."""
    outcome = check.outcome
    what = f"{check.kind} {check.name}: {outcome.reason if isinstance(outcome, Failed) else ''}"
    if not isinstance(outcome, Failed):
        return ProofFailure(what)
    if outcome.blamed:
        return ProofFailure(what, outcome.blamed)
    # The innermost frame's package first: it is the one that missed something.
    frames = reversed(_FRAME.findall(outcome.details))
    packages = dict.fromkeys(owner[path] for path in frames if path in owner)
    return ProofFailure(what, tuple(packages))


def ended(check: Check) -> str:
    """Return in words how a check ended; empty when it passed."""
    match check.outcome:
        case Failed(reason):
            return f"{check.kind} {check.name}: {reason}"
        case NotRun(why):
            return why
        case _:
            return ""
