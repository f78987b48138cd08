"""Tests one archive in sandboxes."""
# ruff: noqa: PT028 - test_archive is no test of pytest's

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lamella.model.layer import Bytecode, Layer, Slim
from lamella.model.target import Target
from lamella.model.tested import Check, Failed, Kind, Listed, Outcome, Passed, Tested
from lamella.run.testing.function_runs import Running, run_cold_starts, run_events
from lamella.run.testing.module_runs import Asked, Wanted, ask_all, kind_of, probe_code, title_of
from lamella.run.testing.ran import Ran, together
from lamella.run.testing.subject import Subject, Workload, read_subject
from lamella.sandbox.function import Rules
from lamella.sandbox.maker import SandboxMaker
from lamella.sandbox.outcome import Isolation

_SHOWN = 5
_ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a layer is tested.

    Attributes:
        jobs: Sandboxes at once, at least 1.
        network: Whether they reach the network.
        only: A check is made when this is part of its kind and name; empty for all.
        budgets: Whether times and memory are held against budgets.
    """

    jobs: int = 1
    network: bool = False
    only: str = ""
    budgets: bool = True

    def wants(self, kind: Kind, name: str) -> bool:
        """Whether a check is to be made."""
        if not self.budgets and kind in {Kind.INIT_BUDGET, Kind.MEMORY_BUDGET}:
            return False
        return self.only.casefold() in f"{kind} {name}".casefold()


Heard = Callable[[Sequence[Check]], None]


def test_archive(  # noqa: PLR0913 - what a test needs; the last two have defaults
    archive: Path,
    layer: Layer,
    target: Target,
    root: Path,
    sandboxes: SandboxMaker,
    *,
    traced: bool = False,
    options: RunOptions = RunOptions(),
    heard: Heard | None = None,
) -> Tested:
    """Test an archive as docs/commands/test.md describes.

    Args:
        archive: The zip.
        layer: As configured; its `test` says what is run besides what is always checked.
        target: What the archive was built for; this machine must be able to run it.
        root: Folder that code and events are relative to.
        sandboxes: Makes sandboxes, from several threads.
        traced: Run only the layer's own imports and events, and record which files they read.
        options: See there.
        heard: Hears of checks as they are made, from several threads.

    Raises:
        ConfigError: Code or events of a function cannot be read.
        HostileArchiveError: The zip breaks a rule of the reader.
    """
    return run_tests(read_subject(archive, layer, target, root), sandboxes, traced=traced, options=options, heard=heard)


# pytest collects what is named like this from test modules that import it.
test_archive.__test__ = False  # type: ignore[attr-defined]


def run_tests(
    subject: Subject,
    sandboxes: SandboxMaker,
    *,
    traced: bool = False,
    options: RunOptions = RunOptions(),
    heard: Heard | None = None,
) -> Tested:
    """Test a layer that was read already; see `test_archive`."""
    started = time.perf_counter()
    workloads = [each for each in subject.workloads if _wants_any(each, options)]
    running = Running(subject, sandboxes, Rules(network=options.network, traced=traced))

    def hear(ran: Ran) -> Ran:
        if heard:
            heard([check for check in ran.checks if options.wants(check.kind, check.name)])
        return ran

    with probe_code() as code, ThreadPoolExecutor(options.jobs, "lamella-test") as pool:

        def ask(some: Sequence[Asked]) -> Ran:
            return hear(ask_all(subject, some, sandboxes, running.rules, code))

        def send(each: Workload) -> Ran:
            return hear(run_events(running, each))

        wanted = [Wanted(name) for name in subject.layer.test.imports if options.wants(Kind.IMPORT, name)]
        imports = [pool.submit(ask, [each]) for each in wanted]
        functions = [pool.submit(send, each) for each in workloads]
        dealt = () if traced else _dealt(_offered(subject, options), options.jobs)
        offers = [pool.submit(ask, some) for some in dealt]
        of_imports, of_functions, of_offers = (
            together(future.result() for future in futures) for futures in (imports, functions, offers)
        )
    # One after the other, and alone: times are compared with a budget.
    timed = [] if traced else [each for each in workloads if options.wants(Kind.INIT_BUDGET, each.name)]
    cold = together(hear(run_cold_starts(running, each)) for each in timed)
    compiled = () if traced else _recompiled(subject.layer, of_offers, of_imports)
    every = together([of_offers, Ran(compiled), of_imports, of_functions, cold])
    checks = (each for each in every.checks if options.wants(each.kind, each.name))
    return Tested(
        subject.layer.name,
        str(subject.target),
        tuple(sorted(checks, key=lambda check: _ORDER.index(check.kind))),
        tuple(sorted(every.accessed)),
        every.answers,
        described(every.isolation),
        time.perf_counter() - started,
    )


def described(isolation: Isolation | None) -> str:
    """Return in words how sandboxes were kept apart; empty when none ran."""
    if isolation is None:
        return ""
    return "; ".join([str(isolation.mechanism), *(f"not isolated: {what}" for what in isolation.missing)])


def _wants_any(workload: Workload, options: RunOptions) -> bool:
    names = [f"{workload.name} {event.name}" for event in workload.events]
    budgets = (Kind.INIT_BUDGET, Kind.MEMORY_BUDGET)
    return any(options.wants(Kind.FUNCTION, name) for name in names) or any(
        options.wants(kind, workload.name) for kind in budgets
    )


def _offered(subject: Subject, options: RunOptions) -> list[Asked]:
    asked: list[Asked] = [*subject.facts.offer.modules, *subject.facts.offer.entry_points]
    return [each for each in asked if options.wants(kind_of(each), title_of(each))]


def _dealt(asked: Sequence[Asked], jobs: int) -> list[Sequence[Asked]]:
    """One hand for each job, so that sandboxes are few and the work is even."""
    return [hand for first in range(jobs) if (hand := asked[first::jobs])]


def _recompiled(layer: Layer, of_offers: Ran, of_imports: Ran) -> tuple[Check, ...]:
    """The check that Python compiled nothing, out of what the imports saw."""
    compact = layer.slimming.slim is Slim.COMPACT
    by_choice = of_offers.recompiled - of_imports.recompiled if compact else frozenset()
    found = sorted((of_imports.recompiled | of_offers.recompiled) - by_choice)
    count = of_imports.imported + of_offers.imported
    if not count:
        return ()
    outcome: Outcome
    if layer.slimming.bytecode is Bytecode.OFF:
        outcome = Listed('`bytecode = "off"`: every module is compiled at each cold start')
    elif found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        outcome = Failed(
            f"{len(found)} {'sources are' if len(found) > 1 else 'source is'} compiled at each cold start: "
            f"{', '.join(found[:_SHOWN])}{more}",
            "their bytecode is stale, for another Python or not there: build the layer with `lamella build`, "
            "where an interpreter of the target's minor is installed",
            "\n".join(found),
        )
    elif by_choice:
        outcome = Passed(f'what the tests import has bytecode; {len(by_choice)} others have none by `slim = "compact"`')
    else:
        outcome = Passed(f"{count} import{'s' if count > 1 else ''} compiled nothing")
    return (Check("no source is compiled at import", Kind.RECOMPILED, outcome),)
