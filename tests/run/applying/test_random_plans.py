"""Random plans, random faults, threads: the last run completes, and no version is published twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from applying import Aimed, Bench, fresh_like
from fake_world import CrashError, FakeWorld
from lamella.change.action import PublishLayerVersion
from lamella.change.applying import Succeeded, needs
from lamella.change.plan import Plan, PlanKind, Step
from lamella.errors import AwsError, DoubtfulError
from sample_plans import IRELAND, MADE, OREGON, steps_of_a_version

VERSIONS = [
    (place, name, target)
    for place in (IRELAND, OREGON)
    for name in ("data", "web")
    for target in ("python3.12/x86_64", "python3.13/arm64")
]
FAULTS = st.dictionaries(
    st.integers(1, 120),
    st.sampled_from([CrashError, lambda: DoubtfulError("cut"), lambda: AwsError("refused")]),
    max_size=8,
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Steps of some versions, interleaved, with more `after` than planners write, across places too."""
    chosen = draw(st.lists(st.sampled_from(VERSIONS), unique=True, min_size=1, max_size=5))
    queues = [steps_of_a_version(*version, newest=None, bucket=draw(st.booleans())) for version in chosen]
    steps: list[Step] = []
    while queues:
        queue = draw(st.sampled_from(queues))
        step = queue.pop(0)
        more = draw(st.lists(st.sampled_from([it.id for it in steps]), max_size=2)) if steps else []
        steps.append(replace(step, after=tuple(dict.fromkeys((*step.after, *more)))))
        queues = [queue for queue in queues if queue]
    return Plan(PlanKind.PUBLISH, "prod", (IRELAND, OREGON), tuple(steps), MADE)


@settings(max_examples=150, deadline=None)
@given(plan=plans(), runs=st.lists(FAULTS, max_size=4), threads=st.booleans())
def test_the_last_run_completes(plan: Plan, runs: list[dict[int, Callable[[], BaseException]]], threads: bool) -> None:  # noqa: FBT001 - drawn
    expected = Bench(plan, FakeWorld())
    assert expected.apply().exit_code == 0
    bench = fresh_like(expected)
    for run in runs:
        faults = Aimed({moment: fault() for moment, fault in run.items()})
        with ThreadPoolExecutor(2) as executor:
            try:
                applied = bench.apply(faults, executor if threads else None)
            except CrashError:
                continue
        assert {step.id for step in plan.steps} == set(applied.outcomes)
    applied = bench.apply()
    assert all(isinstance(outcome, Succeeded) for outcome in applied.outcomes.values())
    assert bench.world.state() == expected.world.state()
    assert bench.world.numbers == expected.world.numbers
    assert bench.store.told() == expected.store.told()


@settings(max_examples=60, deadline=None)
@given(plan=plans())
def test_the_order_within_a_place_and_what_is_needed_before_hold(plan: Plan) -> None:
    bench = Bench(plan, FakeWorld())
    with ThreadPoolExecutor(2) as executor:
        bench.apply(executor=executor)
    (lines,) = bench.store.journal.values()
    ended = [getattr(line, "step", None) for line in lines if type(line).__name__ == "Done"]
    assert len(ended) == len(plan.steps)
    for place in plan.places:
        here = [step.id for step in plan.steps if step.action.place == place]
        assert [name for name in ended if name in here] == here
    for step in plan.steps:
        assert all(ended.index(name) < ended.index(step.id) for name in needs(step))
    published = [step for step in plan.steps if isinstance(step.action, PublishLayerVersion)]
    assert len(bench.world.versions) == len(published)
