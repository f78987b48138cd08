"""Plans of rollouts: who moves, who does not and because of what."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.rollout.function import AliasMove, FunctionRef, PlannedFunction, SkippedFunction
from lamella.change.rollout.observed import Configuration, NewVersion, ObservedAlias, ObservedFunction
from lamella.change.rollout.planning.functions import plan_function
from lamella.change.rollout.planning.plan import plan_rollout
from lamella.change.rollout.planning.request import RolloutRequest
from lamella.change.rollout.planning.waves import in_waves
from lamella.change.rollout.tags import tags_of
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.rollout import AlarmGate, ErrorGate, RolloutSettings, Smoke, SmokeEvent
from lamella.model.strategy import Count, Percent, Strategy, parse_strategy
from sample_rollouts import IRELAND, MADE, OREGON, planned

DATA = LayerArn.at(IRELAND, "data")
OLD, NEW = DATA.version(7), DATA.version(8)
OTHER, LIKE = LayerArn.at(IRELAND, "tools").version(3), LayerArn.at(IRELAND, "data-x").version(7)
VERSION = NewVersion(NEW, ("python3.12",), ("x86_64",), 2_000, code_sha256="c")
REQUEST = RolloutRequest("data", "prod", (IRELAND,), RolloutSettings(), {DATA: (VERSION,)})
LATEST = Configuration(
    "$LATEST", (OTHER, OLD, LIKE), "code", "content", "python3.12", code_size_bytes=1_000, layer_bytes=(10, 20, 30)
)
REF = FunctionRef(IRELAND, "report")
IN_PLACE = ObservedFunction(REF, LATEST)
LIVE = ObservedAlias("live", "3")
ALIASED = ObservedFunction(REF, LATEST, {"3": replace(LATEST, version="3")}, (LIVE,))


def latest(function: ObservedFunction, **said: object) -> ObservedFunction:
    return replace(function, latest=replace(function.latest, **said))  # type: ignore[arg-type]


def moved(function: ObservedFunction, request: RolloutRequest = REQUEST) -> PlannedFunction:
    found = plan_function(function, request)
    assert isinstance(found, PlannedFunction), found
    return found


def test_a_list_keeps_every_other_layer_and_its_position() -> None:
    found = moved(IN_PLACE)
    assert (found.before, found.after) == ((OTHER, OLD, LIKE), (OTHER, NEW, LIKE))
    assert (found.old, found.new, found.aliases, found.size_bytes) == (OLD, NEW, (), 1_000 + 10 + 2_000 + 30)
    assert found.size_is_estimate


def test_known_sizes_count_unzipped() -> None:
    request = replace(REQUEST, unzipped_bytes={OTHER: 100, NEW: 50_000, LIKE: 300})
    assert moved(latest(IN_PLACE, code_size_bytes=0), request).size_bytes == 50_400
    assert not moved(latest(IN_PLACE, code_size_bytes=0), request).size_is_estimate


def test_a_function_with_an_alias_on_the_old_version_is_aliased() -> None:
    found = moved(ALIASED)
    assert found.aliases == (AliasMove("live", "3"),)
    assert moved(replace(ALIASED, aliases=(replace(LIVE, provisioned=5),))).aliases == (AliasMove("live", "3", True),)  # noqa: FBT003


def test_an_alias_on_latest_moves_with_it() -> None:
    assert moved(replace(IN_PLACE, aliases=(ObservedAlias("dev", "$LATEST"),))).aliases == ()


def test_an_alias_that_serves_no_old_version_stays_where_it_is() -> None:
    without = replace(LATEST, version="2", layers=(OTHER,))
    assert moved(replace(ALIASED, versions={"3": without})).aliases == ()


def test_latest_has_the_new_one_and_the_alias_follows() -> None:
    found = moved(latest(ALIASED, layers=(OTHER, NEW, LIKE)))
    assert found.before == found.after == (OTHER, NEW, LIKE)
    assert (found.old, found.aliases) == (OLD, (AliasMove("live", "3"),))


@pytest.mark.parametrize(
    "function",
    [
        latest(IN_PLACE, layers=(OTHER, NEW)),
        latest(IN_PLACE, layers=(OTHER, LIKE)),
        latest(IN_PLACE, layers=()),
        latest(IN_PLACE, layers=(LayerArn.at(OREGON, "data").version(7),)),
    ],
)
def test_functions_without_an_old_version_are_not_there(function: ObservedFunction) -> None:
    assert plan_function(function, REQUEST) is None


OWNS = " owns it and would put data:7 back at its next deployment: change it there, or give --managed"
NOT_FITTING = {"3": replace(LATEST, version="3", code_sha256="other")}


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (replace(IN_PLACE, tags=None), "its tags could not be read"),
        (replace(IN_PLACE, tags={"lamella:rollout": "r1"}), "rollout r1 owns it"),
        (latest(IN_PLACE, image=True), "a function from an image has no layers"),
        (latest(IN_PLACE, state="Failed"), "its state is Failed"),
        (latest(IN_PLACE, runtime="python3.9"), "data:8 is for python3.12, the function runs python3.9"),
        (latest(IN_PLACE, architecture="arm64"), "data:8 is for x86_64, the function is arm64"),
        (latest(IN_PLACE, layers=(OLD, NEW)), "its list would have data twice"),
        (latest(IN_PLACE, layers=(OLD, DATA.version(6))), "its list would have data twice"),
        (latest(IN_PLACE, signing="arn:csc"), "its code signing configuration may refuse data:8, which is not signed"),
        (
            latest(IN_PLACE, code_size_bytes=262_144_000),
            "code and layers would have at least 262,146,040 bytes unzipped, Lambda takes 262,144,000",
        ),
        (
            latest(IN_PLACE, layers=(OLD, *(LayerArn.at(IRELAND, f"l{n}").version(1) for n in range(5)))),
            "its list has 6 layers, Lambda takes 5",
        ),
        (
            replace(IN_PLACE, tags={"aws:cloudformation:stack-name": "s"}),
            "stack s (CloudFormation)" + OWNS,
        ),
        (replace(ALIASED, aliases=(replace(LIVE, weights={"3": 0.1}),)), "alias live splits its traffic already"),
        (
            replace(ALIASED, versions_provisioned=frozenset({"3"})),
            "version 3 has provisioned concurrency of its own, which no new version would have",
        ),
        (
            replace(ALIASED, versions=NOT_FITTING),
            "$LATEST has other code than version 3 of alias live: publishing would ship that",
        ),
        (
            latest(ALIASED, content="changed"),
            "$LATEST has another configuration than version 3 of alias live: publishing would ship that",
        ),
        (
            latest(ALIASED, layers=(OLD, OTHER, LIKE)),
            "$LATEST has other layers than version 3 of alias live: publishing would ship that",
        ),
        (
            latest(ALIASED, layers=(OTHER, LIKE)),
            "$LATEST does not use data, which alias live serves: publishing would drop it",
        ),
    ],
)
def test_each_guard_has_its_reason(function: ObservedFunction, why: str) -> None:
    assert plan_function(function, REQUEST) == SkippedFunction(REF, why)


def test_old_runtimes_cannot_be_updated() -> None:
    any_runtime = replace(REQUEST, versions={DATA: (replace(VERSION, runtimes=()),)})
    found = plan_function(latest(IN_PLACE, runtime="nodejs8.10"), any_runtime)
    assert found == SkippedFunction(REF, "AWS updates no function that runs nodejs8.10 any more")


def test_managed_functions_move_when_asked_and_their_owner_is_told() -> None:
    request = replace(REQUEST, managed=True, owners={REF: "terraform state prod.tfstate"})
    assert moved(IN_PLACE, request).owner == "terraform state prod.tfstate"
    assert isinstance(plan_function(IN_PLACE, replace(request, managed=False)), SkippedFunction)


def test_a_signed_version_passes_code_signing() -> None:
    signed = replace(REQUEST, versions={DATA: (replace(VERSION, signed=True),)})
    assert moved(latest(IN_PLACE, signing="arn:csc"), signed).new == NEW


def test_latest_is_the_newest_version_for_the_functions_runtime() -> None:
    newest = replace(VERSION, arn=DATA.version(9), runtimes=("python3.13",))
    request = replace(REQUEST, versions={DATA: (newest, VERSION)})
    assert moved(IN_PLACE, request).new == NEW
    assert moved(latest(IN_PLACE, runtime="python3.13"), request).new == DATA.version(9)
    # A version that is newer than the newest fitting one is the user's own choice.
    assert plan_function(latest(IN_PLACE, layers=(DATA.version(10),)), request) is None
    # One that is asked for by number may be older.
    assert moved(latest(IN_PLACE, layers=(DATA.version(10),))).new == NEW


def named(name: str, tags: Mapping[str, str] | None = None) -> ObservedFunction:
    return replace(IN_PLACE, ref=FunctionRef(IRELAND, name), tags=tags or {})


def test_a_plan_tells_moves_waves_and_who_stays() -> None:
    observed = [named(f"f{number}") for number in range(20)] + [latest(named("image"), image=True)]
    plan = plan_rollout(REQUEST, observed, MADE)
    assert [each.wave for each in plan.functions] == [1] + [2] * 4 + [3] * 15
    assert [each.ref.name for each in plan.skipped] == ["image"]
    assert [(move.place, move.layer, move.new) for move in plan.moves] == [(IRELAND, "data", NEW)]
    assert (plan.stages, plan.exceeded) == (3, ())
    assert plan == plan_rollout(REQUEST, list(reversed(observed)), MADE)


@pytest.mark.parametrize(
    ("settings", "exceeded"),
    [
        (RolloutSettings(parse_strategy("all-at-once"), gates=()), True),
        (RolloutSettings(parse_strategy("all-at-once"), 0.0, gates=(ErrorGate(),)), True),
        (RolloutSettings(parse_strategy("all-at-once"), 0.0, gates=(AlarmGate("a"),)), False),
        (RolloutSettings(parse_strategy("all-at-once"), gates=(ErrorGate(),)), False),
        (RolloutSettings(parse_strategy("all-at-once"), gates=(), smoke=(Smoke("", (SmokeEvent(1),)),)), False),
        (RolloutSettings(parse_strategy("linear:50%/1m"), gates=()), False),
    ],
)
def test_many_functions_at_once_need_something_that_judges_them(settings: RolloutSettings, *, exceeded: bool) -> None:
    plan = plan_rollout(replace(REQUEST, settings=settings), [named(f"f{n}") for n in range(60)], MADE)
    assert bool(plan.exceeded) is exceeded


def waves_of(count: int, settings: RolloutSettings, tags: Mapping[str, Mapping[str, str]] | None = None) -> list[int]:
    functions = [planned(IRELAND, f"f{number:03d}", 1) for number in range(count)]
    known = {FunctionRef(IRELAND, name): each for name, each in (tags or {}).items()}
    found = {each.ref.name: each.wave for each in in_waves(functions, settings, known, "seed")}
    return [found[f"f{number:03d}"] for number in range(count)]


@pytest.mark.parametrize(
    ("strategy", "count", "sizes"),
    [
        ("all-at-once", 7, [7]),
        ("waves:1 function,5%,25%,100%", 200, [1, 9, 40, 150]),
        ("waves:1 function,5%,25%,100%", 10, [1, 2, 7]),
        ("waves:1 function,5%,25%,100%", 1, [1]),
        ("canary:10%/5m", 10, [1, 9]),
        ("canary:10%/5m", 5, [1, 4]),
        ("linear:30%/1m", 10, [3, 3, 3, 1]),
        ("waves:3 functions,100%", 2, [2]),
    ],
)
def test_sizes_of_waves(strategy: str, count: int, sizes: list[int]) -> None:
    waves = waves_of(count, RolloutSettings(parse_strategy(strategy)))
    assert [waves.count(number) for number in range(1, max(waves) + 1)] == sizes


def test_tagged_functions_come_first() -> None:
    settings = RolloutSettings(
        parse_strategy("waves:1 function,50%,100%"), order_by=(("environment", "staging"), ("environment", "qa"))
    )
    tags = {"f007": {"environment": "staging"}, "f003": {"environment": "qa"}, "f001": {"environment": "prod"}}
    waves = waves_of(10, settings, tags)
    assert (waves[7], waves[3]) == (1, 2)


@given(
    st.integers(1, 40),
    st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=40, max_size=40),
    st.sampled_from(["all-at-once", "waves:1 function,5%,25%,100%", "linear:10%/1m"]),
)
def test_no_wave_has_two_of_a_group_and_nobody_is_lost(count: int, teams: list[str], strategy: str) -> None:
    settings = RolloutSettings(parse_strategy(strategy), group_by="team")
    tags = {f"f{number:03d}": {"team": team} for number, team in enumerate(teams) if team}
    waves = waves_of(count, settings, tags)
    together = [(wave, team) for wave, team in zip(waves, teams, strict=False) if team]
    assert len(together) == len(set(together))
    assert len(waves) == count
    assert set(waves) == set(range(1, max(waves) + 1))


def test_waves_are_those_of_the_strategy_as_it_was_read() -> None:
    strategy = Strategy("x", (Count(2), Percent(50), Percent(100)), (1.0,))
    waves = waves_of(10, RolloutSettings(strategy))
    assert [waves.count(number) for number in (1, 2, 3)] == [2, 3, 5]


def test_tags_fit_what_lambda_takes() -> None:
    aliases = tuple(AliasMove(f"alias-{number:02d}", str(number), number % 2 == 0) for number in range(40))
    tags = tags_of(replace(planned(IRELAND, "f", 2, aliases)), "20261125-061503-4f9a1c")
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 +-=._:/@")
    assert all(len(value) <= 256 and set(value) <= allowed for _, value in tags)
    assert len(dict(tags)) == len(tags) > 6


@pytest.mark.parametrize("arn", [OLD, NEW])
def test_versions_print_as_arns(arn: LayerVersionArn) -> None:
    assert LayerVersionArn.parse(str(arn)) == arn
