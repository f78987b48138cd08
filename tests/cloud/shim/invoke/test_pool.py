from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from lamella.cloud.shim.invoke.pool import Owner, SandboxPool, Warm
from lamella.errors import ToolError
from lamella.sandbox.lifecycle.events import Origin
from lamella.sandbox.outcome import Invocation, Isolation, Mechanism, Report

OWNER = Owner("111122223333", "eu-west-1", "report", "$LATEST")
OTHER = Owner("111122223333", "eu-west-1", "report", "1")


@dataclass
class FakeSandbox:
    closed: int = 0
    isolation: Isolation = field(default_factory=lambda: Isolation(Mechanism.PROCESS))

    def invoke(self, event: object, origin: Origin) -> Invocation:
        return Invocation(repr((event, origin)), None, Report("id", 1.0, None, 128, 1), "")

    def close(self) -> None:
        self.closed += 1


@dataclass
class Bench:
    now_s: float = 0.0
    made: list[FakeSandbox] = field(default_factory=list)

    def pool(self, most_idle: int = 16) -> SandboxPool:
        return SandboxPool(lambda: self.now_s, idle_s=300.0, most_idle=most_idle)

    def maker(self, owner: Owner, digest: str) -> Callable[[], Warm]:
        def make() -> Warm:
            self.made.append(FakeSandbox())
            return Warm(owner, digest, self.made[-1], f"stream {len(self.made)}")

        return make

    def take(self, pool: SandboxPool, digest: str = "a", owner: Owner = OWNER) -> Warm:
        return pool.take(owner, digest, self.maker(owner, digest))

    @property
    def closed(self) -> list[int]:
        return [each.closed for each in self.made]


def test_one_sandbox_serves_one_event_after_the_other() -> None:
    bench = Bench()
    pool = bench.pool()
    first = bench.take(pool)
    pool.give_back(first)
    assert bench.take(pool) is first
    assert bench.closed == [0]


def test_events_at_the_same_time_have_sandboxes_of_their_own() -> None:
    bench = Bench()
    pool = bench.pool()
    first, second = bench.take(pool), bench.take(pool)
    assert first is not second
    pool.give_back(first)
    pool.give_back(second)
    assert bench.closed == [0, 0]


def test_a_new_configuration_ends_the_idle_ones_of_that_version_alone() -> None:
    bench = Bench()
    pool = bench.pool()
    pool.give_back(bench.take(pool))
    pool.give_back(bench.take(pool, owner=OTHER))
    bench.take(pool, "b")
    assert bench.closed == [1, 0, 0]


def test_one_that_runs_while_its_function_changes_ends_after_its_event() -> None:
    bench = Bench()
    pool = bench.pool()
    old = bench.take(pool)
    pool.give_back(bench.take(pool, "b"))
    assert bench.closed == [0, 0]
    pool.give_back(old)
    assert bench.closed == [1, 0]


def test_idle_ones_end_after_a_while() -> None:
    bench = Bench()
    pool = bench.pool()
    first, second = bench.take(pool), bench.take(pool)
    pool.give_back(first)
    bench.now_s = 200.0
    pool.give_back(second)
    bench.now_s = 300.0
    pool.sweep()
    assert bench.closed == [1, 0]
    assert bench.take(pool) is second


def test_the_longest_idle_goes_when_there_are_too_many() -> None:
    bench = Bench()
    pool = bench.pool(most_idle=1)
    first, second = bench.take(pool), bench.take(pool, owner=OTHER)
    pool.give_back(first)
    bench.now_s = 1.0
    pool.give_back(second)
    assert bench.closed == [1, 0]


def test_a_broken_one_is_not_kept() -> None:
    bench = Bench()
    pool = bench.pool()
    pool.discard(bench.take(pool))
    assert bench.closed == [1]
    bench.take(pool)
    assert len(bench.made) == 2


def test_closing_ends_all_and_keeps_none_that_come_back() -> None:
    bench = Bench()
    pool = bench.pool()
    idle, busy = bench.take(pool), bench.take(pool)
    pool.give_back(idle)
    pool.close()
    assert bench.closed == [1, 1]
    pool.give_back(busy)
    assert bench.closed == [1, 2]


def test_what_is_made_while_the_pool_is_closed_is_ended() -> None:
    bench = Bench()
    pool = bench.pool()
    pool.close()
    with pytest.raises(ToolError, match="the embedded cloud ends"):
        bench.take(pool)
    assert bench.closed == [1]


def test_reserved_concurrency_counts_all_versions_of_a_function() -> None:
    pool = Bench().pool()
    assert pool.begin(OWNER, 1)
    assert not pool.begin(OTHER, 1)
    assert pool.begin(OTHER, 2)
    pool.end(OTHER)
    pool.end(OWNER)
    assert pool.begin(OTHER, 1)
    assert not pool.begin(OWNER, 0)
    assert pool.begin(OWNER, None)
