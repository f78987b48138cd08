"""The plan of a rollout as a JSON document: printed, saved with `--out`, reviewed, and started elsewhere."""

from hashlib import sha256
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from lamella.change.plan import Threshold
from lamella.change.rollout.plan import RolloutPlan
from lamella.change.rollout.wire import (
    Moment,
    MoveWire,
    PlannedWire,
    SkippedWire,
    move_of,
    move_wire,
    planned_of,
    planned_wire,
    skipped_of,
    skipped_wire,
)
from lamella.change.rollout.wire_settings import SettingsWire, settings_of, settings_wire
from lamella.change.wire import Count, PlaceWire, Text, place_of, place_wire
from lamella.errors import UsageError
from lamella.fleet.fleet import Gap

FORMAT = 1
KIND = "rollout"
# When and from where a plan was made, and what CloudWatch counted meanwhile, is not what it does.
_NOT_DIGESTED = ("digest", "made_at", "commit", "gaps", "notes")


class _Gap(Struct, frozen=True):
    place: PlaceWire
    what: str
    why: str


class _Threshold(Struct, frozen=True):
    what: str
    count: Count
    most: Count


class _Plan(Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    digest: str
    kind: Literal["rollout"]
    layer: Text
    environment: Text
    made_at: Moment
    commit: str | None
    places: Annotated[list[PlaceWire], Meta(min_length=1)]
    moves: list[MoveWire]
    settings: SettingsWire
    functions: list[PlannedWire]
    skipped: list[SkippedWire]
    gaps: list[_Gap]
    exceeded: list[_Threshold]
    notes: list[str]


class _Kind(Struct, frozen=True):
    format: int
    kind: str


def is_rollout_plan(text: str) -> bool:
    """Whether a saved plan is that of a rollout; it may be damaged all the same."""
    try:
        return msgspec.json.decode(text, type=_Kind).kind == KIND
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return False


def digest(plan: RolloutPlan) -> str:
    """Return the SHA-256, hexadecimal, of what the plan does.

    It covers all but when and from where the plan was made, gaps, notes, and invocations a day.
    """
    return _digest(_wire(plan))


def plan_to_json(plan: RolloutPlan) -> str:
    """Return the document as indented JSON with a line end; `plan_from_json` gives the same plan back."""
    wire = _wire(plan)
    whole = msgspec.structs.replace(wire, digest=_digest(wire))
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def plan_from_json(text: str) -> RolloutPlan:
    """Read a saved plan.

    Raises:
        UsageError: It is none, of another format, does not agree with itself, or was changed after it was made.
    """
    try:
        form = msgspec.json.decode(text, type=_Kind).format
        if form != FORMAT:
            raise UsageError(f"format {form}, this lamella reads {FORMAT}", hint="use the lamella that made it")
        wire = msgspec.json.decode(text, type=_Plan)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise UsageError(str(error)) from error
    made = _digest(wire)
    if made != wire.digest:
        raise UsageError(
            "the plan was changed after it was made",
            why=f"its digest is {made}, it says {wire.digest}",
            hint="make it again with --out",
        )
    return _plan(wire)


def _digest(wire: _Plan) -> str:
    # Read back first: 5 and 5.0 are one number, and a plan that was read must have the digest of the one that was made.
    content: dict[str, Any] = msgspec.to_builtins(msgspec.json.decode(msgspec.json.encode(wire), type=_Plan))
    for key in _NOT_DIGESTED:
        del content[key]
    for function in content["functions"]:
        del function["invocations_per_day"]
    return sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def _wire(plan: RolloutPlan) -> _Plan:
    return _Plan(
        FORMAT,
        "",
        "rollout",
        plan.layer,
        plan.environment,
        plan.made_at,
        plan.commit,
        [place_wire(place) for place in plan.places],
        [move_wire(move) for move in plan.moves],
        settings_wire(plan.settings),
        [planned_wire(function) for function in plan.functions],
        [skipped_wire(each) for each in plan.skipped],
        [_Gap(place_wire(it.place), it.what, it.why) for it in plan.gaps],
        [_Threshold(it.what, it.count, it.most) for it in plan.exceeded],
        list(plan.notes),
    )


def _plan(wire: _Plan) -> RolloutPlan:
    return RolloutPlan(
        wire.layer,
        wire.environment,
        tuple(place_of(place) for place in wire.places),
        tuple(move_of(move) for move in wire.moves),
        settings_of(wire.settings),
        tuple(planned_of(function) for function in wire.functions),
        tuple(skipped_of(each) for each in wire.skipped),
        wire.made_at,
        tuple(Gap(place_of(it.place), it.what, it.why) for it in wire.gaps),
        tuple(Threshold(it.what, it.count, it.most) for it in wire.exceeded),
        tuple(wire.notes),
        wire.commit,
    )
