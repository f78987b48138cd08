from concurrent.futures import Future
from datetime import timedelta

import pytest

from fake_world import Clock, FakeStore, FakeWorld, Inline
from lamella.errors import StateError
from lamella.run.applying.claims import claimed
from lamella.run.applying.effects import Effects, Silent


def effects(store: FakeStore, clock: Clock) -> Effects:
    return Effects(FakeWorld(), store, Inline(), clock.sleep, clock, Silent())


def test_claims_are_held_and_given_back() -> None:
    store, clock = FakeStore(), Clock()
    with claimed(effects(store, clock), ["b", "a"], "me", lambda _: False) as claims:
        assert {name: owner for name, (owner, _) in store.claims.items()} == {"a": "me", "b": "me"}
        assert claims.renew() is None
    assert store.claims == {}


def test_what_nobody_renews_is_waited_for() -> None:
    store, clock = FakeStore(), Clock()
    store.claim("a", "killed", clock(), 30.0)
    began = clock.now
    with claimed(effects(store, clock), ["a"], "me", lambda _: False):
        assert timedelta(seconds=29) < clock.now - began < timedelta(seconds=33)


def test_the_claim_of_a_process_that_ended_is_taken_over_at_once() -> None:
    store, clock = FakeStore(), Clock()
    store.claim("a", "killed", clock(), 30.0)
    began = clock.now
    with claimed(effects(store, clock), ["a"], "me", lambda owner: owner == "killed"):
        assert clock.now - began < timedelta(seconds=1)


def test_a_claim_that_goes_on_is_respected_and_none_is_kept() -> None:
    store, clock = FakeStore(), Clock()

    class Renewing(Clock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            store.claim("b", "other", self.now, 30.0)

    clock = Renewing()
    store.claim("b", "other", clock(), 30.0)
    with pytest.raises(StateError) as raised, claimed(effects(store, clock), ["a", "b"], "me", lambda _: False):
        pytest.fail("it was given")
    assert raised.value.why == "`b` is held by other"
    assert {name: owner for name, (owner, _) in store.claims.items()} == {"b": "other"}


def test_renewing_keeps_it_and_losing_it_is_told() -> None:
    store, clock = FakeStore(), Clock()
    with claimed(effects(store, clock), ["a"], "me", lambda _: False) as claims:
        for _ in range(9):
            clock.sleep(11.0)
            assert claims.renew() is None
        assert store.claim("a", "other", clock(), 30.0) == "me"
        store.claims["a"] = ("other", clock.now + timedelta(days=1))
        assert claims.renew() is None
        clock.sleep(11.0)
        assert claims.renew() == "the claim on the environment ran out, and somebody else took it"


def test_a_claim_that_another_had_meanwhile_and_gave_back_is_lost() -> None:
    store, clock = FakeStore(), Clock()
    with claimed(effects(store, clock), ["a"], "me", lambda _: False) as claims:
        clock.sleep(31.0)
        assert store.claim("a", "other", clock(), 30.0) is None
        store.release("a", "other")
        read: Future[str] = Future()
        read.set_result("what was read before")
        with pytest.raises(StateError, match="somebody else applied a plan") as raised:
            claims.result_of(read)
    assert raised.value.why == "the claim on the environment ran out, and somebody else took it"


def test_a_claim_that_ran_out_while_nobody_wanted_it_is_kept() -> None:
    store, clock = FakeStore(), Clock()
    with claimed(effects(store, clock), ["a"], "me", lambda _: False) as claims:
        clock.sleep(3600.0)
        assert claims.renew() is None
        assert store.claim("a", "other", clock(), 30.0) == "me"


def test_claims_are_renewed_while_a_call_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    store, clock = FakeStore(), Clock()
    slow: Future[str] = Future()

    def passes(futures: object, timeout: float) -> None:
        assert futures == (slow,)
        clock.sleep(timeout)
        if clock.now - began > timedelta(minutes=5):
            slow.set_result("done")

    monkeypatch.setattr("lamella.run.applying.claims.wait", passes)
    with claimed(effects(store, clock), ["a"], "me", lambda _: False) as claims:
        began = clock.now
        assert claims.result_of(slow) == "done"
        assert store.claim("a", "other", clock(), 30.0) == "me"
