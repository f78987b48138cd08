"""What testing printed as text: what failed and why first, what was listed, what passed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from rich.text import Text

from lamella.model.tested import Check, Failed, Kind, Listed, NotRun, Passed, Tested
from lamella.render.plain import plain
from lamella.render.terminal import to_text

_DETAIL_LINES = 12
# Passed checks of these kinds carry no figure of their own: their number says enough.
_COUNTED = {
    Kind.MODULE: ("module imports", "modules import"),
    Kind.ENTRY_POINT: ("entry point loads", "entry points load"),
}


def test_text(tested: Sequence[Tested], *, width: int, color: bool) -> str:
    """Return one block for each layer and target, and a last line with the totals."""
    parts: list[Text] = []
    for each in tested:
        parts += [*_block(each), Text()]
    parts.append(_totals(tested))
    return to_text(parts, width=width, color=color)


def counted(checks: Iterable[Check]) -> str:
    """Return such as `12 passed, 1 listed`; `nothing` for none."""
    names: dict[str, int] = {"failed": 0, "not run": 0, "passed": 0, "listed": 0}
    for check in checks:
        names[word_of(check)] += 1
    return ", ".join(f"{number} {name}" for name, number in names.items() if number) or "nothing"


def word_of(check: Check) -> str:
    """Return the outcome in a word: passed, listed, failed, not run."""
    match check.outcome:
        case Passed():
            return "passed"
        case Listed():
            return "listed"
        case Failed():
            return "failed"
        case NotRun():
            return "not run"
        case _:
            assert_never(check.outcome)


def _block(tested: Tested) -> Iterator[Text]:
    head = Text(f"{tested.layer} {tested.target}", style="bold")
    head.append(f"  {counted(tested.checks)}, {tested.seconds:.1f} s", style="")
    if tested.isolation:
        head.append(f"  [{tested.isolation}]", style="dim")
    yield head
    for check in tested.failed:
        yield from _lines(check)
    yield from _not_run(tested.not_run)
    yield from _listed([check for check in tested.checks if isinstance(check.outcome, Listed)])
    for kind, (one, many) in _COUNTED.items():
        number = sum(check.kind is kind and isinstance(check.outcome, Passed) for check in tested.checks)
        if number:
            yield _line("ok", "green", f"{number} {one if number == 1 else many}")
    for check in tested.checks:
        if isinstance(check.outcome, Passed) and check.kind not in _COUNTED:
            yield _line("ok", "green", f"{_named(check)}{': ' if check.outcome.note else ''}{check.outcome.note}")


def _not_run(checks: Sequence[Check]) -> Iterator[Text]:
    """What one cause stopped is one line."""
    causes: dict[str, list[Check]] = {}
    for check in checks:
        causes.setdefault(check.outcome.why if isinstance(check.outcome, NotRun) else "", []).append(check)
    for why, stopped in causes.items():
        names = _named(stopped[0]) + (f" and {len(stopped) - 1} more" if len(stopped) > 1 else "")
        about = "" if stopped[0].kind is Kind.TARGET else f"{names}: "
        yield _line("not run", "bold yellow", f"{about}{why}")


def _listed(checks: Sequence[Check]) -> Iterator[Text]:
    """What slimming by proof left out can be much: it is one line."""
    unused = [check for check in checks if isinstance(check.outcome, Listed) and check.outcome.unused]
    for check in checks:
        if len(unused) == 1 or check not in unused:
            yield from _lines(check)
    if len(unused) > 1:
        names = f"{_named(unused[0])} and {len(unused) - 1} more"
        told = "need what slimming by proof left out as unused; --output json has the `keep` lines"
        yield _line("listed", "yellow", f"{names}: {told}")


def _lines(check: Check) -> Iterator[Text]:
    match check.outcome:
        case Failed(reason, hint, details):
            yield _line("FAILED", "bold red", f"{_named(check)}: {reason}")
            lines = details.splitlines()
            if len(lines) > _DETAIL_LINES:
                yield _line("", "", f"... {len(lines) - _DETAIL_LINES} lines before, see --output json")
            for line in lines[-_DETAIL_LINES:]:
                yield _line("", "dim", f"| {line}")
            if hint:
                yield _line("", "", f"hint: {hint}")
        case Listed(reason):
            yield _line("listed", "yellow", f"{_named(check)}: {reason}")
        case Passed() | NotRun():
            return
        case _:
            assert_never(check.outcome)


def _named(check: Check) -> str:
    match check.kind:
        case Kind.TARGET | Kind.RECOMPILED:
            return check.name
        case _:
            return f"{check.kind.value.replace('-', ' ')} {check.name}"


def _line(mark: str, style: str, text: str) -> Text:
    line = Text("  ", no_wrap=True)
    line.append(f"{mark:<8}", style=style)
    line.append(plain(text), style="dim" if style == "dim" else "")
    return line


def _totals(tested: Sequence[Tested]) -> Text:
    checks = [check for each in tested for check in each.checks]
    whole = f"{len(tested)} layer{'s' if len(tested) != 1 else ''} x target: {counted(checks)}"
    return Text(whole, style="bold", no_wrap=True)


test_text.__test__ = False  # type: ignore[attr-defined]
