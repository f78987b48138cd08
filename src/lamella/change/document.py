"""A Plan as a JSON document: printed, saved with `--out`, reviewed, and performed elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from lamella.change.action import PublishedBy, PublishLayerVersion
from lamella.change.applying import reference
from lamella.change.plan import LeftAlone, Plan, PlanKind, Step, Threshold
from lamella.change.wire import ActionWire, Count, PlaceWire, Text, action_of, place_of, place_wire, wire_of
from lamella.errors import UsageError
from lamella.fleet.fleet import Gap
from lamella.model.place import Place

FORMAT = 1


class _Step(Struct, frozen=True, forbid_unknown_fields=True):
    id: Text
    action: ActionWire
    why: str
    after: list[Text]


class _LeftAlone(Struct, frozen=True, forbid_unknown_fields=True):
    place: PlaceWire
    subject: str
    why: str


class _Gap(Struct, frozen=True, forbid_unknown_fields=True):
    place: PlaceWire
    what: str
    why: str


class _Threshold(Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    count: Count
    most: Count


class _Plan(Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    digest: str
    kind: PlanKind
    environment: Text
    made_at: Annotated[datetime, Meta(tz=True)]
    commit: str | None
    places: Annotated[list[PlaceWire], Meta(min_length=1)]
    steps: list[_Step]
    left_alone: list[_LeftAlone]
    gaps: list[_Gap]
    exceeded: list[_Threshold]
    notes: list[str]
    pins: list[Text]
    assumed: list[Text]


class _Format(Struct, frozen=True):
    format: int


def digest(plan: Plan) -> str:
    """Return the SHA-256, hexadecimal, of what the Plan does.

    It covers kind, environment, places, pins, assumed, broken thresholds, and of each Step id, Action and `after`; not
    the path of an archive (its content counts), nor when, from where and because of what the Plan was made. So two
    machines that plan the same have the same digest.
    """
    wire = _wire(plan)
    content = {
        "format": FORMAT,
        "kind": plan.kind,
        "environment": plan.environment,
        "places": wire.places,
        "steps": [_content(step) for step in wire.steps],
        "pins": wire.pins,
        "assumed": wire.assumed,
        # Taken out of a saved Plan, they would no longer ask for --force.
        **({"exceeded": wire.exceeded} if wire.exceeded else {}),
    }
    return sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def as_document(plan: Plan) -> dict[str, Any]:
    """Return the document as JSON values; keys are listed in docs/commands/apply.md."""
    wire = msgspec.structs.replace(_wire(plan), digest=digest(plan))
    document: dict[str, Any] = msgspec.to_builtins(wire)
    return document


def to_json(plan: Plan) -> str:
    """Return the document as indented JSON with a line end; `from_json` gives the same Plan back."""
    return msgspec.json.format(msgspec.json.encode(as_document(plan)), indent=2).decode() + "\n"


def from_json(text: str) -> Plan:
    """Read a saved Plan.

    Raises:
        UsageError: It is no Plan, of another format, does not agree with itself, or was changed after it was made.
    """
    try:
        form = msgspec.json.decode(text, type=_Format).format
        if form != FORMAT:
            raise UsageError(f"format {form}, this lamella reads {FORMAT}", hint="use the lamella that made it")
        wire = msgspec.json.decode(text, type=_Plan)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise UsageError(str(error)) from error
    plan = _plan(wire)
    _hold(plan)
    made = digest(plan)
    if made != wire.digest:
        raise UsageError(
            "the plan was changed after it was made",
            why=f"its digest is {made}, it says {wire.digest}",
            hint="make it again with --out",
        )
    return plan


def _content(step: _Step) -> dict[str, Any]:
    action: dict[str, Any] = msgspec.to_builtins(step.action)
    if "archive" in action:
        del action["archive"]["path"]
    return {"id": step.id, "action": action, "after": step.after}


def _wire(plan: Plan) -> _Plan:
    return _Plan(
        FORMAT,
        "",
        plan.kind,
        plan.environment,
        plan.made_at,
        plan.commit,
        [place_wire(place) for place in plan.places],
        [_Step(step.id, wire_of(step.action), step.why, list(step.after)) for step in plan.steps],
        [_LeftAlone(place_wire(it.place), it.subject, it.why) for it in plan.left_alone],
        [_Gap(place_wire(it.place), it.what, it.why) for it in plan.gaps],
        [_Threshold(it.what, it.count, it.most) for it in plan.exceeded],
        list(plan.notes),
        list(plan.pins),
        list(plan.assumed),
    )


def _plan(wire: _Plan) -> Plan:
    return Plan(
        wire.kind,
        wire.environment,
        tuple(place_of(place) for place in wire.places),
        tuple(_step(step, position) for position, step in enumerate(wire.steps)),
        wire.made_at,
        tuple(LeftAlone(place_of(it.place), it.subject, it.why) for it in wire.left_alone),
        tuple(Gap(place_of(it.place), it.what, it.why) for it in wire.gaps),
        tuple(Threshold(it.what, it.count, it.most) for it in wire.exceeded),
        tuple(wire.notes),
        tuple(wire.pins),
        tuple(wire.assumed),
        wire.commit,
    )


def _step(wire: _Step, position: int) -> Step:
    try:
        return Step(wire.id, action_of(wire.action), wire.why, tuple(wire.after))
    except UsageError as error:
        raise UsageError(f"{error.what} - at `$.steps[{position}].action`", hint=error.hint) from error


def _hold(plan: Plan) -> None:
    """Hold a Plan against itself: only earlier Steps may be named, and only places of its scope."""
    earlier: dict[str, Step] = {}
    for position, step in enumerate(plan.steps):
        at = f"$.steps[{position}]"
        if step.id in earlier:
            raise UsageError(f"there are two steps `{step.id}` - at `{at}.id`")
        for name in step.after:
            if name not in earlier:
                raise UsageError(f"no earlier step is named `{name}` - at `{at}.after`")
        _hold_place(step, plan.places, at)
        _hold_reference(step, earlier, at)
        earlier[step.id] = step


def _hold_place(step: Step, places: Iterable[Place], at: str) -> None:
    if step.action.place not in places:
        raise UsageError(f"{step.action.place} is not among the plan's places - at `{at}.action.place`")


def _hold_reference(step: Step, earlier: Mapping[str, Step], at: str) -> None:
    version = reference(step.action)
    if not isinstance(version, PublishedBy):
        return
    source = earlier.get(version.step)
    if source is None or not isinstance(source.action, PublishLayerVersion):
        raise UsageError(f"no earlier step `{version.step}` publishes a version - at `{at}.action.version`")
    if source.action.place != step.action.place:
        raise UsageError(f"step `{version.step}` publishes in {source.action.place} - at `{at}.action.version`")
