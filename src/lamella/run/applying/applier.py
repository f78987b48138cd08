"""Applies a Plan: held against the world first, then lane by lane, each Step written down before and after."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait

from lamella.change.action import Action
from lamella.change.applying import (
    Applied,
    Broken,
    Outcome,
    Past,
    Standing,
    Succeeded,
    resolved,
    standings,
)
from lamella.change.journal import Began
from lamella.change.plan import Step
from lamella.errors import CredentialsError, DoubtfulError, LamellaError, StateError
from lamella.run.applying.claims import RENEWED_AFTER_S, Claims
from lamella.run.applying.effects import Effects
from lamella.run.applying.lanes import Lanes
from lamella.run.applying.ledger import Ledger
from lamella.run.applying.preflight import Preflight, There, Unreadable, Wanted, changed_error, preflight
from lamella.run.applying.trying import attempt, look


def apply(
    ledger: Ledger,
    effects: Effects,
    claims: Claims,
    caller: str,
    recheck: Callable[[Sequence[Action]], Sequence[str]],
    *,
    forced: bool = False,
) -> Applied:
    """Apply the ledger's Plan, or go on with it.

    Args:
        ledger: Plan, Journal, records.
        effects: See there.
        claims: Held while this runs.
        caller: ARN, for the Journal.
        recheck: Is given the Actions that are to be performed, when there are any; says, one line each, what stands
            against the Plan besides `World.differs`.
        forced: Thresholds were overruled.

    Raises:
        ChangedError: What the Plan rests on changed; nothing was changed now.
        StateError: The Journal could not be read, or not be written before the first change, or the claims were lost.
    """
    plan = ledger.plan
    ledger.write(Began(effects.now(), caller, plan.commit, forced))
    ledger.read_records()
    stood = standings(plan, ledger.lines())
    found = preflight(plan, stood, effects, claims.result_of)
    wanted = [step.action for step in plan.steps if isinstance(found.findings[step.id], Wanted)]
    if wanted and (against := claims.result_of(effects.executor.submit(recheck, wanted))):
        raise changed_error(against)
    settled = _settle(ledger, found, stood)
    outcomes = _Applier(ledger, effects, claims, found).run(settled)
    return Applied(plan, {step.id: outcomes[step.id] for step in plan.steps})


def _settle(ledger: Ledger, found: Preflight, stood: Mapping[str, Standing]) -> dict[str, Outcome]:
    """Write down what preflight found out for good."""
    settled: dict[str, Outcome] = {}
    for step in ledger.plan.steps:
        match found.findings[step.id]:
            case There(effect):
                earlier = stood[step.id]
                if not isinstance(earlier, Past) or earlier.version != effect.version:
                    ledger.settle(step, resolved(step.action, found.versions), effect)
                settled[step.id] = Succeeded(effect.version, effect.already, earlier=True)
            case Unreadable(error):
                # What is in doubt stays so; of a fresh Step there is nothing to write.
                settled[step.id] = Broken(error)
            case _:
                pass
    return settled


class _Applier:
    def __init__(self, ledger: Ledger, effects: Effects, claims: Claims, found: Preflight) -> None:
        self._ledger = ledger
        self._effects = effects
        self._claims = claims
        self._found = found
        self._versions = dict(found.versions)

    def run(self, settled: Mapping[str, Outcome]) -> Mapping[str, Outcome]:
        progress = self._effects.progress
        steps = self._ledger.plan.steps
        for step in steps:
            if step.id in settled:
                progress.ended(step, settled[step.id])
        lanes = Lanes(steps, settled)
        running: dict[Future[Outcome], Step] = {}
        while True:
            lost = self._claims.renew()
            if lost is not None:
                lanes.stop(lost)
            for step in lanes.take():
                progress.began(step)
                action = resolved(step.action, self._versions)
                running[self._effects.executor.submit(self._step, step, action)] = step
            if not running:
                return lanes.outcomes
            ended, _ = wait(running, timeout=RENEWED_AFTER_S, return_when=FIRST_COMPLETED)
            for future in ended:
                self._end(running.pop(future), future.result(), lanes)

    def _end(self, step: Step, outcome: Outcome, lanes: Lanes) -> None:
        lanes.end(step, outcome)
        self._effects.progress.ended(step, outcome)
        match outcome:
            case Succeeded(version) if version is not None:
                self._versions[step.id] = version
            case Broken(StateError() as error):
                lanes.stop(error.in_one_line)
            case Broken(CredentialsError() as error):
                lanes.stop(error.in_one_line, step.action.place)
            case _:
                pass

    def _step(self, step: Step, action: Action) -> Outcome:
        """Try one Step; runs in a worker."""
        try:
            self._ledger.start(step)
        except StateError as error:
            return Broken(error)
        try:
            return self._try(step, action)
        except StateError as error:
            return Broken(error, in_doubt=True)

    def _try(self, step: Step, action: Action) -> Outcome:
        finding = self._found.findings[step.id]
        world, sleep = self._effects.world, self._effects.sleep
        effect = None
        if isinstance(finding, Wanted) and finding.unseen:
            try:
                effect = look(world, action, sleep, (0.0,))
            except LamellaError as error:
                return self._fail(step, error, in_doubt=True)
        if effect is None:
            try:
                effect = attempt(world, action, sleep)
            except LamellaError as error:
                return self._fail(step, error, in_doubt=isinstance(error, DoubtfulError))
            except OSError as error:
                # A zip or a copy on this machine: an answer of AWS never comes as an OSError.
                where = f": {error.filename}" if error.filename else ""
                told = LamellaError(f"{error.strerror or error}{where}", hint="check space, path and permissions")
                return self._fail(step, told, in_doubt=True)
        self._ledger.settle(step, action, effect)
        return Succeeded(effect.version, effect.already)

    def _fail(self, step: Step, error: LamellaError, *, in_doubt: bool) -> Broken:
        self._ledger.fail(step, error, in_doubt=in_doubt)
        return Broken(error, in_doubt)
