"""Says for a file why it is in a layer or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from lamella.build.assembly import Assembly
from lamella.build.passes import bytecode, sourceless
from lamella.build.proof.closure import Reason
from lamella.build.proof.modules import module_of
from lamella.build.proof.rules import STAYS, Stays
from lamella.build.removals import keep_line
from lamella.model.evidence import Evidence
from lamella.model.passes import PassRecord

_OTHER_FORM = frozenset({bytecode.NAME, sourceless.NAME})


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a file is there or not.

    Attributes:
        path: Relative to /opt.
        there: Whether it is in the layer.
        package: Who brought it: `numpy==2.1.3`, `folder`, `include`; empty when nobody did.
        because: Sentences.
        keep: The line of lamella.toml that would bring it back; empty where none would.
    """

    path: str
    there: bool
    package: str
    because: tuple[str, ...]
    keep: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What became of a layer's files.

    Attributes:
        assembly: What is in the layer.
        reasons: Path -> why it stays, of a layer slimmed by proof.
        evidence: Of such a layer.
    """

    assembly: Assembly
    reasons: Mapping[str, Reason] | None = None
    evidence: Evidence | None = None


def explain(asked: str, history: History) -> tuple[Explanation, ...]:
    """Return an explanation for each file that is meant; none when nobody ever brought such a file.

    Args:
        asked: A path relative to /opt, with or without `/opt/`, or a dotted module, which means all its files.
        history: Of the layer.
    """
    events = _events(history.assembly)
    there = {placed.packed.file.path: placed.packed.file.origin for placed in history.assembly.files}
    known = sorted({*there, *events})
    path = asked.removeprefix("/opt/").removeprefix("./")
    meant = [path] if path in there or path in events else [each for each in known if module_of(each) == asked]
    return tuple(_explained(each, there, events.get(each, []), history) for each in meant)


def close_to(asked: str, histories: Iterable[History]) -> list[str]:
    """Return up to three paths that look like the one that was asked for."""
    known = {path for each in histories for path in _events(each.assembly)}
    known |= {placed.packed.file.path for each in histories for placed in each.assembly.files}
    return get_close_matches(asked.removeprefix("/opt/"), sorted(known), n=3)


_Event = tuple[str, PassRecord, str, bool]


def _events(assembly: Assembly) -> dict[str, list[_Event]]:
    """Path -> (unit, pass, rule, whether it was taken out), in the order of the passes."""
    found: dict[str, list[_Event]] = {}
    for stored in assembly.packs:
        for record in stored.pack.records:
            for change in record.changed:
                found.setdefault(change.path, []).append((stored.pack.unit, record, change.rule, False))
            for removal in record.removed:
                found.setdefault(removal.path, []).append((stored.pack.unit, record, removal.rule, True))
    return found


def _explained(path: str, there: Mapping[str, str], events: Sequence[_Event], history: History) -> Explanation:
    package = there.get(path) or next((unit for unit, *_ in events), "")
    sentences = [_brought(path, package, events)]
    sentences += [
        f"the pass {record.name} {'took it out' if gone else 'changed it'} ({rule}): {record.reasons.get(rule, '')}"
        for _, record, rule, gone in events
    ]
    if path in there:
        sentences.append(_stays(path, history))
        return Explanation(path, there=True, package=package, because=tuple(sentences))
    last = next((record.name for _, record, _, gone in reversed(events) if gone), "")
    # A source that bytecode stands in for is there in another form, and bytecode comes and goes with its source.
    keep = "" if last in _OTHER_FORM or "__pycache__/" in path else keep_line([path])
    return Explanation(path, there=False, package=package, because=tuple(sentences), keep=keep)


def _brought(path: str, package: str, events: Sequence[_Event]) -> str:
    made = path.endswith(".pyc") and any(record.name in _OTHER_FORM for _, record, _, _ in events)
    return f"made by lamella from a source of {package}" if made else f"brought by {package}"


def _stays(path: str, history: History) -> str:
    reason = history.reasons.get(path) if history.reasons is not None else None
    if reason is None:
        return "no rule of a pass takes it out"
    because = f": {reason.because}" if reason.because else ""
    if reason.rule is Stays.READ and history.evidence:
        because = f", in {'; '.join(history.evidence.runs)}"
    return f"it stays ({reason.rule}): {STAYS[reason.rule]}{because}"
