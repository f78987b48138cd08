"""A crash at any moment, and a run after it: the world is as without the crash, with exactly one version published."""

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applying import Aimed, Bench
from fake_world import CrashError, Faults
from lamella.change.applying import Succeeded
from lamella.change.journal import Done, Started
from lamella.errors import AwsError, DoubtfulError
from sample_plans import SAMPLES, Sample


def undisturbed(sample: Sample) -> Bench:
    bench = Bench(sample.plan, sample.world())
    assert bench.apply().exit_code == 0
    return bench


def fresh(sample: Sample) -> Bench:
    return Bench(sample.plan, sample.world())


def finished(bench: Bench, expected: Bench) -> None:
    """Hold that a last run completes the Plan, and that nothing happened twice or not at all."""
    applied = bench.apply()
    assert applied.exit_code == 0, applied.outcomes
    assert all(isinstance(outcome, Succeeded) for outcome in applied.outcomes.values())
    assert bench.world.state() == expected.world.state()
    assert bench.world.numbers == expected.world.numbers, "a version was published twice"
    assert bench.store.told() == expected.store.told()
    assert bench.store.claims == {}


SAMPLE = pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES)


@SAMPLE
def test_a_crash_at_every_moment(make: Callable[[], Sample]) -> None:
    sample = make()
    expected = undisturbed(sample)
    for moment in count(1):
        bench = fresh(sample)
        if not bench.crashes(Faults({moment: CrashError()})):
            break
        finished(bench, expected)
    assert moment == len(expected.world.faults.moments) + 1


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"publish"}))
def test_two_crashes_in_a_row(name: str) -> None:
    sample = SAMPLES[name]()
    expected = undisturbed(sample)
    pairs = 0
    for first in range(1, len(expected.world.faults.moments) + 1):
        for second in count(1):
            bench = fresh(sample)
            assert bench.crashes(Faults({first: CrashError()}))
            if not bench.crashes(Faults({second: CrashError()})):
                break
            pairs += 1
            finished(bench, expected)
    assert pairs > len(expected.world.faults.moments)


@SAMPLE
def test_a_lost_answer_at_every_moment(make: Callable[[], Sample]) -> None:
    """The world's answer is lost before or after the effect; one run gets over it by itself."""
    sample = make()
    expected = undisturbed(sample)
    moments = expected.world.faults.moments
    for moment, what in enumerate(moments, 1):
        if "perform" not in what:
            continue
        bench = fresh(sample)
        applied = bench.apply(Faults({moment: DoubtfulError("cut")}))
        assert applied.exit_code == 0, what
        assert bench.world.state() == expected.world.state()
        assert bench.world.numbers == expected.world.numbers
        finished(bench, expected)


@SAMPLE
def test_an_error_at_every_moment_of_the_world(make: Callable[[], Sample]) -> None:
    """What AWS refuses is done by the next run."""
    sample = make()
    expected = undisturbed(sample)
    moments = expected.world.faults.moments
    broken = [
        moment for moment, what in enumerate(moments, 1) if what.startswith(("before perform", "differs", "found"))
    ]
    for moment in broken:
        bench = fresh(sample)
        applied = bench.apply(Faults({moment: AwsError("refused")}))
        assert applied.exit_code in {1, 5}
        finished(bench, expected)


FAULT = st.sampled_from([CrashError, lambda: DoubtfulError("cut"), lambda: AwsError("refused")])


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    runs=st.lists(st.dictionaries(st.integers(1, 90), FAULT, max_size=6), max_size=5),
    blind=st.integers(0, 2),
)
def test_any_faults_in_any_number_of_runs(
    name: str, runs: list[dict[int, Callable[[], BaseException]]], blind: int
) -> None:
    """Errors strike the world's calls alone; those of the store are crashes."""
    sample = SAMPLES[name]()
    expected = undisturbed(sample)
    bench = fresh(sample)
    for run in runs:
        bench.world.blind = blind
        try:
            bench.apply(Aimed({moment: fault() for moment, fault in run.items()}))
        except CrashError:
            continue
    bench.world.blind = 0
    finished(bench, expected)


@SAMPLE
def test_the_journal_has_a_line_before_and_after_each_step(make: Callable[[], Sample]) -> None:
    bench = undisturbed(make())
    (lines,) = bench.store.journal.values()
    for step in bench.plan.steps:
        of_step = [type(line) for line in lines if isinstance(line, Started | Done) and line.step == step.id]
        assert of_step == [Started, Done]
