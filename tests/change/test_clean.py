from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.action import DeleteLayerVersion, KeepLayerVersion
from lamella.change.clean import CleanRequest, Retention, left_version, plan_clean, record_pins, retained
from lamella.change.plan import LeftAlone, Plan, PlanKind, Threshold
from lamella.change.record import Published
from lamella.fleet.fleet import Alias, Fleet, FunctionVersion, Gap, LayerVersion, Pin
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.grant import Statement
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
THERE = Place("444455556666", "eu-west-1")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
REQUEST = CleanRequest("prod", "/copies")


def arn(number: int, name: str = "data", place: Place = HERE) -> LayerVersionArn:
    return LayerArn.at(place, name).version(number)


def version(
    number: int, name: str = "data", place: Place = HERE, days: int = 0, runtime: str = "python3.12"
) -> LayerVersion:
    created = NOW - timedelta(days=days)
    return LayerVersion(arn(number, name, place), created, "", "", (runtime,), ("x86_64",), f"digest{number}", 100, ())


def fleet(*versions: LayerVersion) -> Fleet:
    return Fleet(NOW, (HERE,), versions)


def going(plan: Plan) -> list[LayerVersionArn]:
    return [step.action.version for step in plan.steps if isinstance(step.action, DeleteLayerVersion)]


def why(plan: Plan) -> dict[int, str]:
    return {int(left.subject.rpartition(":")[2]): left.why for left in plan.left_alone}


SEVEN = fleet(*(version(number, days=70 - 10 * number) for number in range(1, 8)))


def test_what_is_neither_new_nor_needed_goes_after_a_copy_of_it_is_kept() -> None:
    plan = plan_clean(fleet(*(version(number) for number in range(1, 7))), REQUEST, NOW)
    assert plan.kind is PlanKind.CLEAN
    keep, delete = plan.steps
    assert keep.action == KeepLayerVersion(HERE, arn(1), "digest1", 100, "/copies")
    assert delete.action == DeleteLayerVersion(HERE, arn(1), "digest1", 100)
    assert keep.id == "keep data:1 111122223333 eu-west-1"
    assert delete.after == (keep.id,)
    assert delete.why == "not one of the 5 newest; nothing that was read uses or names it"
    assert why(plan) == dict.fromkeys(range(2, 7), "one of the 5 newest")
    assert plan.exceeded == ()
    assert plan.notes == (
        "the zips of what goes have 100 bytes as GetLayerVersion tells them; how AWS meters code storage is unverified",
    )


@pytest.mark.parametrize(
    ("retention", "gone"),
    [
        (Retention(5), [1, 2]),
        (Retention(7), []),
        (Retention(100), []),
        (Retention(0), [1, 2, 3, 4, 5, 6, 7]),
        (Retention(1, timedelta(days=20)), [1, 2, 3, 4, 5]),
        (Retention(1, timedelta(days=21)), [1, 2, 3, 4]),
        (Retention(6, timedelta(days=0)), [1]),
    ],
)
def test_retention(retention: Retention, gone: list[int]) -> None:
    assert [each.number for each in going(plan_clean(SEVEN, replace(REQUEST, retention=retention), NOW))] == gone


def test_the_newest_are_counted_by_number_and_for_each_set_of_runtimes_and_architectures() -> None:
    mixed = [version(number, runtime="python3.13" if number % 2 else "python3.12") for number in range(10, 0, -1)]
    reasons = retained(mixed, Retention(2), NOW)
    assert sorted(each.number for each, found in reasons.items() if found) == [7, 8, 9, 10]


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(days=400), "younger than 400 days"),
        (timedelta(hours=24 * 400), "younger than 400 days"),
        (timedelta(hours=24 * 400 + 1), "younger than 9601 hours"),
        (timedelta(weeks=99999), "younger than 699993 days"),
    ],
)
def test_ages_are_told_in_whole_days_or_hours(age: timedelta, told: str) -> None:
    assert set(why(plan_clean(SEVEN, replace(REQUEST, retention=Retention(0, age)), NOW)).values()) == {told}


def test_every_reason_is_told() -> None:
    used = replace(
        SEVEN,
        functions=(FunctionVersion(HERE, "report", "$LATEST", (arn(1), arn(7))),),
        pins=(Pin(arn(7), "stack reports"),),
    )
    plan = plan_clean(used, replace(REQUEST, retention=Retention(1, timedelta(days=25))), NOW)
    assert why(plan) == {
        1: "used by report:$LATEST",
        5: "younger than 25 days",
        6: "younger than 25 days",
        7: "one of the 1 newest; younger than 25 days; used by report:$LATEST; named by stack reports",
    }
    assert plan.steps[-1].why.startswith("not one of the 1 newest, older than 25 days; ")


def test_a_version_whose_policy_or_digest_is_unknown_stays() -> None:
    unknown = fleet(replace(version(1), statements=None), replace(version(2), code_sha256=None), version(3), version(4))
    plan = plan_clean(unknown, replace(REQUEST, retention=Retention(1)), NOW)
    assert going(plan) == [arn(3)]
    assert why(plan)[1] == "its policy was not read"


@pytest.mark.parametrize(
    ("request_", "exceeded"),
    [
        (REQUEST, ()),
        (replace(REQUEST, retention=Retention(4)), (Threshold("deletions of the 7 versions of data in "
            "111122223333 eu-west-1", 3, 2),)),
        (replace(REQUEST, retention=Retention(4), most_percent=43), ()),
        (replace(REQUEST, most_percent=0), (Threshold("deletions of the 7 versions of data in 111122223333 eu-west-1",
            2, 0),)),
        (replace(REQUEST, most_versions=1), (Threshold("deletions in all", 2, 1),)),
    ],
)  # fmt: skip
def test_thresholds(request_: CleanRequest, exceeded: tuple[Threshold, ...]) -> None:
    assert plan_clean(SEVEN, request_, NOW).exceeded == exceeded


def test_an_empty_fleet_gives_an_empty_plan_with_its_gaps() -> None:
    gap = Gap(HERE, "functions", "denied")
    plan = plan_clean(Fleet(NOW, (HERE,), gaps=(gap,)), replace(REQUEST, notes=("a note",)), NOW)
    assert (plan.steps, plan.left_alone, plan.gaps, plan.notes) == ((), (), (gap,), ("a note",))


@pytest.mark.parametrize(
    ("subject", "expected"), [("data:7", arn(7)), ("data", None), ("data:x", None), (":7", None), ("data:7 s", None)]
)
def test_what_was_left_alone(subject: str, expected: LayerVersionArn | None) -> None:
    assert left_version(LeftAlone(HERE, subject, "why")) == expected


def published(
    number: int, environment: str = "prod", target: str = "t", deleted_at: datetime | None = None
) -> Published:
    at = NOW + timedelta(days=number)
    return Published(environment, "data", target, arn(number), "x", 1, "", at, "d", deleted_at)


@pytest.mark.parametrize(
    ("records", "pinned"),
    [
        ([], []),
        ([published(1), published(3), published(2)], [3]),
        ([published(1, "staging"), published(2)], [1, 2]),
        ([published(1, target="other"), published(2)], [1, 2]),
        ([published(1), published(2, deleted_at=NOW)], [1]),
        # Two projects with one store and a layer `data` each, published under other names.
        ([published(1), replace(published(2), arn=arn(2, "other-data"))], [1, 2]),
    ],
)
def test_records_pin_the_newest_of_each_environment_and_target(records: list[Published], pinned: list[int]) -> None:
    pins = record_pins(records)
    assert sorted(pin.arn.number for pin in pins) == pinned
    assert all(pin.source.startswith("environment ") for pin in pins)


class World(NamedTuple):
    fleet: Fleet
    request: CleanRequest


PLACES = (HERE, THERE, Place("111122223333", "us-east-1"))
OUTSIDE = "777788889999"
layer_arns = st.builds(arn, st.integers(1, 8), st.sampled_from(["data", "data-2"]), st.sampled_from(PLACES))
statements = st.builds(
    Statement,
    st.just("s"),
    st.sampled_from([*(place.account for place in PLACES), OUTSIDE, "*"]),
    other=st.sampled_from(["", "", "", "Condition"]),
)
versions = st.builds(
    LayerVersion,
    layer_arns,
    st.integers(0, 100).map(lambda days: NOW - timedelta(days=days)),
    runtimes=st.sampled_from([("python3.12",), ("python3.12", "python3.13"), ("python3.13", "python3.12")]),
    code_sha256=st.sampled_from(["x", "x", "x", None]),
    code_size_bytes=st.just(1),
    statements=st.none() | st.lists(statements, max_size=2).map(tuple),
)
functions = st.builds(
    FunctionVersion,
    st.sampled_from(PLACES),
    st.sampled_from("fg"),
    st.sampled_from(["$LATEST", "1", "2"]),
    st.lists(layer_arns, max_size=2).map(tuple),
)
aliases = st.builds(
    Alias,
    st.sampled_from(PLACES),
    st.sampled_from("fg"),
    st.just("live"),
    st.sampled_from("12"),
    st.dictionaries(st.sampled_from("12"), st.just(0.5), max_size=1),
)
gaps = st.builds(Gap, st.sampled_from(PLACES), st.just("functions"), st.just("denied"), st.none() | layer_arns)


def few(of: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


worlds = st.builds(
    World,
    st.builds(
        Fleet,
        st.just(NOW),
        st.just(PLACES),
        st.lists(versions, max_size=20, unique_by=lambda each: each.arn).map(tuple),
        few(functions, 4),
        few(aliases, 1),
        few(st.builds(Pin, layer_arns, st.just("stack")), 3),
        few(gaps, 1),
    ),
    st.builds(
        CleanRequest,
        st.just("prod"),
        st.just("/copies"),
        st.builds(Retention, st.integers(0, 4), st.none() | st.integers(0, 100).map(lambda days: timedelta(days=days))),
        assumed=st.sampled_from([(), (OUTSIDE,), ("public",)]),
    ),
)


def may_go(each: LayerVersion, world: World) -> bool:
    """Say by the rules, one after the other, whether a version is to be deleted; written apart from the planner."""
    observed, request = world
    region = each.arn.place.region
    alike = [
        other.arn.number
        for other in observed.layer_versions
        if other.arn.layer == each.arn.layer and set(other.runtimes) == set(each.runtimes)
    ]
    oldest = request.retention.older_than or timedelta(0)
    listed = {(function.place, function.name, function.version) for function in observed.functions}
    served = [
        (alias.place, alias.function, version)
        for alias in observed.aliases
        for version in [alias.version, *alias.weights]
    ]
    stays = [
        sum(number > each.arn.number for number in alike) < request.retention.keep,
        each.created_at > NOW - oldest,
        any(each.arn in function.layers for function in observed.functions),
        any(pin.arn == each.arn for pin in observed.pins),
        any(gap.version == each.arn for gap in observed.gaps),
        any(gap.version is None and gap.place.region == region for gap in observed.gaps),
        any(place.region == region for place, *rest in served if (place, *rest) not in listed),
        each.code_sha256 is None or each.statements is None,
        any(hidden(statement, each, request) for statement in each.statements or ()),
    ]
    return not any(stays)


def hidden(statement: Statement, each: LayerVersion, request: CleanRequest) -> bool:
    if statement.other:
        return True
    if statement.principal == "*":
        return "public" not in request.assumed
    read = Place(statement.principal, each.arn.place.region) in PLACES
    return not read and statement.principal not in request.assumed


@given(worlds)
def test_what_is_needed_stays_and_all_else_goes(world: World) -> None:
    plan = plan_clean(world.fleet, world.request, NOW)
    gone = going(plan)
    assert set(gone) == {each.arn for each in world.fleet.layer_versions if may_go(each, world)}
    assert len(set(gone)) == len(gone)
    stayed = {left_version(left) for left in plan.left_alone}
    assert stayed == {each.arn for each in world.fleet.layer_versions} - set(gone)
    assert all(left.why for left in plan.left_alone)
    assert_copies_come_first(plan)


def assert_copies_come_first(plan: Plan) -> None:
    done: list[str] = []
    for step in plan.steps:
        assert set(step.after) <= set(done)
        done.append(step.id)
        if isinstance(step.action, DeleteLayerVersion):
            assert step.after == (f"keep {step.id.removeprefix('delete ')}",)
