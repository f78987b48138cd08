"""Applies Plans in memory."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from fake_world import Clock, CrashError, FakeStore, FakeWorld, Faults, Inline
from lamella.change.action import Action
from lamella.change.applying import Applied
from lamella.change.document import digest
from lamella.change.plan import Plan
from lamella.errors import AwsError, DoubtfulError
from lamella.run.applying.applier import apply
from lamella.run.applying.claims import claimed
from lamella.run.applying.effects import Effects, Progress, Silent
from lamella.run.applying.ledger import Ledger


@dataclass
class Bench:
    """A Plan with a world and a store that outlive the processes which apply it."""

    plan: Plan
    world: FakeWorld
    store: FakeStore = field(default_factory=FakeStore)
    clock: Clock = field(default_factory=Clock)
    runs: int = 0
    progress: Progress = field(default_factory=Silent)
    recheck: Callable[[Sequence[Action]], Sequence[str]] = lambda _: ()

    def apply(self, faults: Faults | None = None, executor: Executor | None = None) -> Applied:
        """One process that applies the Plan."""
        self.runs += 1
        self.world.faults = self.store.faults = faults or Faults()
        effects = Effects(self.world, self.store, executor or Inline(), self.clock.sleep, self.clock, self.progress)
        names = [f"apply {self.plan.environment}"]
        with claimed(effects, names, f"run {self.runs}", lambda _: False) as claims:
            ledger = Ledger(self.store, self.plan, digest(self.plan), self.clock)
            return apply(ledger, effects, claims, "arn:aws:iam::111122223333:user/ada", self.recheck)

    def crashes(self, faults: Faults) -> bool:
        """One process; say whether it crashed."""
        try:
            self.apply(faults)
        except CrashError:
            return True
        return False


def fresh_like(bench: Bench) -> Bench:
    """The same Plan, nothing done yet, in a world with nothing in it."""
    return Bench(bench.plan, FakeWorld())


class Aimed(Faults):
    """Faults of which only crashes strike the store, and no error comes after an effect but the doubtful one."""

    def moment(self, what: str) -> None:
        error = self.at.get(len(self.moments) + 1)
        harmless = isinstance(error, AwsError) and (
            not what.startswith(("before perform", "after perform", "found", "differs"))
            or (what.startswith("after") and not isinstance(error, DoubtfulError))
        )
        if harmless:
            self.at = {moment: fault for moment, fault in self.at.items() if fault is not error}
        super().moment(what)
