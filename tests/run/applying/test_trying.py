from collections.abc import Sequence

import pytest

from fake_world import Clock, FakeWorld, Faults
from lamella.change.action import Action, PublishLayerVersion, PutObject
from lamella.errors import AccessDeniedError, DoubtfulError
from lamella.run.applying.trying import attempt
from sample_plans import IRELAND, steps_of_a_version

STEPS = steps_of_a_version(IRELAND, "data", "python3.12/x86_64", None, bucket=True)
UPLOAD, PUBLISH = STEPS[0].action, STEPS[1].action
assert isinstance(UPLOAD, PutObject)
assert isinstance(PUBLISH, PublishLayerVersion)


class Sleeps(Clock):
    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def tried(action: Action, faults: dict[int, BaseException], blind: int = 0) -> tuple[FakeWorld, Sequence[float]]:
    world, clock = FakeWorld(Faults(faults), blind=blind), Sleeps()
    attempt(world, action, clock.sleep)
    return world, clock.slept


def test_a_lost_answer_is_looked_for_and_not_sent_again() -> None:
    world, slept = tried(PUBLISH, {2: DoubtfulError("cut")})
    assert len(world.versions) == 1
    assert slept == [1.0]


def test_a_version_that_lists_show_late_is_looked_for_three_times() -> None:
    world, slept = tried(PUBLISH, {2: DoubtfulError("cut")}, blind=2)
    assert len(world.versions) == 1
    assert slept == [1.0, 2.0, 4.0]


def test_what_did_not_happen_is_tried_again() -> None:
    world, slept = tried(PUBLISH, {1: DoubtfulError("cut")})
    assert len(world.versions) == 1
    assert slept == [1.0, 2.0, 4.0]
    assert tried(UPLOAD, {1: DoubtfulError("cut")})[1] == [1.0]


def test_doubt_that_stays_ends_after_three_tries() -> None:
    world, clock = FakeWorld(Faults({at: DoubtfulError("cut") for at in (1, 3, 5)})), Sleeps()
    with pytest.raises(DoubtfulError):
        attempt(world, UPLOAD, clock.sleep)
    assert clock.slept == [1.0, 1.0, 1.0]
    assert world.objects == set()


def test_a_refusal_is_not_tried_again() -> None:
    world, clock = FakeWorld(Faults({1: AccessDeniedError("no")})), Sleeps()
    with pytest.raises(AccessDeniedError):
        attempt(world, PUBLISH, clock.sleep)
    assert clock.slept == []


def test_doubt_that_cannot_be_looked_into_stays_doubt() -> None:
    faults = Faults({2: DoubtfulError("cut", why="reset"), 3: AccessDeniedError("may not list", hint="grant it")})
    with pytest.raises(DoubtfulError) as raised:
        attempt(FakeWorld(faults), PUBLISH, Sleeps().sleep)
    assert raised.value.what == "cut"
    assert raised.value.why == "reset\nlooking whether it happened failed: may not list"
    assert raised.value.hint == "grant it"
