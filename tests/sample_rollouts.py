"""A plan of a rollout and its state at several moments: two places, functions of both kinds, each standing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lamella.change.plan import Threshold
from lamella.change.rollout.function import (
    AliasMove,
    Function,
    FunctionRef,
    PlannedFunction,
    SkippedFunction,
    Standing,
)
from lamella.change.rollout.gates import Reading, Verdict
from lamella.change.rollout.history import Entry
from lamella.change.rollout.plan import RolloutPlan
from lamella.change.rollout.state import Head, Move, Phase, State
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.freeze import Freeze
from lamella.model.place import Place
from lamella.model.rollout import (
    AlarmGate,
    CommandGate,
    DurationGate,
    ErrorGate,
    InitGate,
    NotifyCommand,
    RolloutSettings,
    Smoke,
    SmokeEvent,
    SnsTopic,
    ThrottleGate,
    Webhook,
)
from lamella.model.strategy import Count, Percent, Strategy

MADE = datetime(2026, 11, 25, 6, 15, 3, tzinfo=UTC)
IRELAND = Place("111122223333", "eu-west-1")
OREGON = Place("444455556666", "us-west-2")
ID = "20261125-061503-4f9a1c"
HOSTILE = "</script><img src=x onerror=alert(1)>{{style}}&amp;\x1b[31m"

STRATEGY = Strategy("waves:1 function,50%,100%", (Count(1), Percent(50), Percent(100)), (0.1, 0.5, 1.0))
SETTINGS = RolloutSettings(
    strategy=STRATEGY,
    gates=(
        ErrorGate(),
        ThrottleGate(),
        DurationGate(),
        InitGate(most_ms=900.0),
        AlarmGate("checkout-5xx"),
        CommandGate(("./check.sh", "--fast mode")),
    ),
    smoke=(Smoke("report.*", (SmokeEvent({"a": 1}), SmokeEvent([], {"$.ok": True}))),),
    order_by=(("environment", "staging"),),
    group_by="team",
    freeze=(Freeze("Fri 16:00-Mon 08:00 Europe/Berlin", 6720, 480, "Europe/Berlin"),),
    notifications=(SnsTopic("arn:aws:sns:eu-west-1:111122223333:told"), Webhook("https://hooks.example.com/T0/s3cret")),
)
QUIET = replace(
    SETTINGS, gates=(), smoke=(), order_by=(), group_by=None, freeze=(), notifications=(NotifyCommand(("true",)),)
)


def layer(place: Place, name: str, number: int) -> LayerVersionArn:
    return LayerArn.at(place, name).version(number)


def planned(
    place: Place, name: str, wave: int, aliases: tuple[AliasMove, ...] = (), per_day: float | None = 1200.0
) -> PlannedFunction:
    """Three layers, of which the second moves from data:7 to data:8."""
    old, new = layer(place, "data", 7), layer(place, "data", 8)
    first, last = layer(place, "tools", 3), layer(place, "extras", 1)
    return PlannedFunction(
        FunctionRef(place, name),
        old,
        new,
        (first, old, last),
        (first, new, last),
        aliases,
        "c2hhMjU2",
        wave,
        size_bytes=81_000_000,
        size_is_estimate=bool(aliases),
        invocations_per_day=per_day,
    )


FUNCTIONS = (
    planned(IRELAND, "report", 1),
    planned(IRELAND, "orders", 2, (AliasMove("live", "7"), AliasMove("beta", "8", provisioned=True)), 50_000.0),
    replace(planned(OREGON, "orders", 2), owner="stack orders (CloudFormation)"),
    planned(IRELAND, "mail", 3, per_day=None),
    planned(OREGON, "report-old", 3, (AliasMove("live", "3"),)),
)
PLAN = RolloutPlan(
    layer="data",
    environment="prod",
    places=(IRELAND, OREGON),
    moves=tuple(Move(place, "data", layer(place, "data", 8)) for place in (IRELAND, OREGON)),
    settings=SETTINGS,
    functions=FUNCTIONS,
    skipped=(SkippedFunction(FunctionRef(OREGON, "big"), "unzipped it would be 262,200,000 bytes, over 262,144,000"),),
    made_at=MADE,
    gaps=(Gap(OREGON, "versions of report", "AccessDenied"),),
    exceeded=(Threshold("functions at once without any gate", 60, 50),),
    notes=("metrics of 1 function could not be read",),
    commit="0a1b2c3d4e5f60718293-dirty",
)

PASSED = Reading(
    "errors", Verdict.PASS, "1 of 400 (0.2 %)", "10 of 2,000 (0.5 %) before", "p = 0.87", 0.25, 0.5, "%", 400, 2000
)
FAILED = Reading(
    "init", Verdict.FAIL, "1,840 ms", "at most 480 ms", "12 cold starts, 400 ms before", 1840.0, 480.0, "ms", 12, 60
)
WAITING = Reading("throttles", Verdict.NOT_ENOUGH_DATA, "12 invocations", "at least 50", "38 are missing", n=12)
ALARM = Reading("alarm checkout-5xx", Verdict.PASS, "OK", "not ALARM", "since 05:00")
SMOKE = Reading("smoke", Verdict.PASS, "2 of 2", "all", "each answered as expected")

HEAD = Head(
    ID,
    "data",
    "prod",
    PLAN.moves,
    PLAN.places,
    SETTINGS,
    MADE,
    "arn:aws:iam::111122223333:user/ana",
    "4f9a1c",
    PLAN.stages,
    readings=(ALARM,),
)


def at(minutes: float) -> datetime:
    return MADE + timedelta(minutes=minutes)


def functions(*standings: Standing) -> dict[FunctionRef, Function]:
    """The functions of the plan in these standings, and the skipped one."""
    made = {each.ref: Function(each, standing) for each, standing in zip(FUNCTIONS, standings, strict=True)}
    big = planned(OREGON, "big", 0)
    return made | {big.ref: Function(big, Standing.SKIPPED, why=PLAN.skipped[0].why)}


def state(phase: Phase, *standings: Standing, **head: object) -> State:
    return State(replace(HEAD, phase=phase, **head), functions(*standings))  # type: ignore[arg-type]


def with_facts(made: State, name: str, place: Place = IRELAND, **facts: object) -> State:
    ref = FunctionRef(place, name)
    return replace(made, functions={**made.functions, ref: replace(made.functions[ref], **facts)})  # type: ignore[arg-type]


W, M = Standing.WAITING, Standing.MOVED
STARTED = state(Phase.PLANNED, W, W, W, W, W)
BAKING = with_facts(
    with_facts(
        state(Phase.BAKING, M, M, Standing.DRIFTED, W, W, stage=2, stage_since=at(14)),
        "orders",
        published="9",
        ready=True,
        weights={"live": 0.1, "beta": 0.1},
        moved_at=at(13),
        readings=(PASSED, WAITING),
    ),
    "orders",
    OREGON,
    why="$LATEST has other layers than planned",
)
BAKING = with_facts(BAKING, "report", swapped=True, settled=True, moved_at=at(2), smoke=SMOKE, readings=(PASSED,))
UNRESTORED = with_facts(
    with_facts(
        state(
            Phase.FAILED,
            Standing.RESTORED,
            Standing.UNRESTORED,
            Standing.DRIFTED,
            W,
            W,
            stage=2,
            gate_failed=True,
            why="init of report in 111122223333 eu-west-1: 1,840 ms, at most 480 ms",
            ended_at=at(16),
        ),
        "orders",
        published="9",
        weights={"live": 0.1},
        why="AccessDenied: lambda:UpdateAlias",
    ),
    "report",
    failed=True,
    readings=(FAILED,),
    why="init: 1,840 ms, at most 480 ms",
)

REPORT = FunctionRef(IRELAND, "report")
HISTORY = (
    Entry(at(0), Phase.MOVING, 1, "stage 1 begins: 1 function"),
    Entry(at(1), Phase.MOVING, 1, "moved", REPORT),
    Entry(at(2), Phase.BAKING, 1, "stage 1 bakes"),
    Entry(at(11), Phase.BAKING, 1, "init: pass", REPORT, replace(FAILED, verdict=Verdict.PASS, number=410.0)),
    Entry(at(12), Phase.MOVING, 2, "stage 2 begins: 2 functions"),
    Entry(at(14), Phase.BAKING, 2, "stage 2 bakes"),
    Entry(at(15), Phase.ROLLING_BACK, 2, "init: fail", REPORT, FAILED),
    Entry(at(16), Phase.FAILED, 2, "1 function could not be restored"),
)
