from dataclasses import replace

from lamella.change.action import PutObject
from lamella.change.applying import Broken, NotTried, Succeeded
from lamella.change.plan import Step
from lamella.errors import AwsError
from lamella.model.place import Place
from lamella.run.applying.lanes import Lanes
from sample_plans import IRELAND, OREGON, archive


def step(name: str, place: Place, *after: str) -> Step:
    return Step(name, PutObject(place, "bucket", name, archive(name)), "", after)


A, B, C = step("a", IRELAND), step("b", IRELAND), step("c", OREGON)
BROKEN = Broken(AwsError("no"))


def test_places_side_by_side_and_one_step_at_a_time_in_each() -> None:
    lanes = Lanes([A, B, C], {})
    assert lanes.take() == [A, C]
    assert lanes.take() == []
    lanes.end(A, Succeeded())
    assert lanes.take() == [B]


def test_a_failure_stops_those_that_need_it_and_no_other() -> None:
    needing = step("d", IRELAND, "a")
    indirect = step("e", OREGON, "d")
    lanes = Lanes([A, needing, B, indirect], {})
    assert lanes.take() == [A]
    lanes.end(A, BROKEN)
    assert lanes.take() == [B]
    assert lanes.outcomes["d"] == NotTried("`a` was not done")
    assert lanes.outcomes["e"] == NotTried("`d` was not done")


def test_a_lane_waits_for_another_place() -> None:
    across = step("d", OREGON, "b")
    lanes = Lanes([A, B, across, C], {})
    assert lanes.take() == [A]
    lanes.end(A, Succeeded())
    assert lanes.take() == [B]
    lanes.end(B, Succeeded())
    assert lanes.take() == [across]


def test_what_is_settled_is_not_tried() -> None:
    needing = replace(B, after=("a",))
    assert Lanes([A, needing], {"a": Succeeded(earlier=True)}).take() == [needing]
    failed = Lanes([A, needing], {"a": BROKEN})
    assert failed.take() == []
    assert failed.outcomes["b"] == NotTried("`a` was not done")


def test_stopping_one_place_or_all() -> None:
    lanes = Lanes([A, B, C], {})
    lanes.stop("expired", OREGON)
    assert lanes.outcomes == {"c": NotTried("expired")}
    assert lanes.take() == [A]
    lanes.stop("the journal cannot be written")
    assert lanes.outcomes["b"] == NotTried("the journal cannot be written")
    lanes.end(A, Succeeded())
    assert lanes.take() == []
