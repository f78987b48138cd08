"""Runs the functions of a layer's tests: events, init budget, memory budget."""

import statistics
import time
from dataclasses import dataclass, replace

from lamella.build.missed import asked_for, explanation
from lamella.errors import LamellaError
from lamella.model.expectation import Event, difference
from lamella.model.tested import Answered, Check, Failed, Kind, NotRun, Outcome, Passed
from lamella.run.testing.ran import Ran
from lamella.run.testing.subject import Subject, Workload
from lamella.sandbox.function import Rules
from lamella.sandbox.maker import SandboxMaker
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation

_PLATFORM_LINES = ("START RequestId", "END RequestId", "REPORT RequestId")


@dataclass(frozen=True, slots=True)
class Running:
    """How functions are run."""

    subject: Subject
    sandboxes: SandboxMaker
    rules: Rules


def run_events(running: Running, workload: Workload) -> Ran:
    """Send a function its events in order, in one environment; each is a check, the peak of memory may be one."""
    checks: list[Check] = []
    invocations: list[Invocation] = []
    try:
        with running.sandboxes(workload.function, [running.subject.archive], running.rules) as sandbox:
            for event in workload.events:
                started = time.perf_counter()
                invocation = sandbox.invoke(event.value)
                invocations.append(invocation)
                seconds = time.perf_counter() - started
                checks.append(Check(_title(workload, event), Kind.FUNCTION, _judged(event, invocation), seconds))
            accessed = frozenset(sandbox.accessed()) if running.rules.traced else frozenset()
            isolation = sandbox.isolation
    except LamellaError as error:
        rest = workload.events[len(checks) :]
        checks += [Check(_title(workload, event), Kind.FUNCTION, NotRun(error.in_one_line)) for event in rest]
        return Ran(tuple(checks))
    answers = tuple(
        Answered(workload.name, position, invocation.payload, invocation.error is not None)
        for position, invocation in enumerate(invocations)
    )
    explained = _explained(running, workload, checks, invocations)
    memory = _memory(running.subject, workload, invocations)
    return Ran((*explained, *memory), accessed, answers, isolation=isolation)


def run_cold_starts(running: Running, workload: Workload) -> Ran:
    """Start a function cold several times, one after the other, and hold the median init against the budget."""
    test = running.subject.layer.test
    if test.max_init_ms is None:
        return Ran()
    started = time.perf_counter()
    measured: list[float] = []
    outcome: Outcome | None = None
    isolation: Isolation | None = None
    try:
        while len(measured) < test.runs and outcome is None:
            with running.sandboxes(workload.function, [running.subject.archive], running.rules) as sandbox:
                invocation = sandbox.invoke(workload.events[0].value)
                isolation = sandbox.isolation
            if invocation.report.init_ms is None:
                error = invocation.error
                outcome = Failed(f"no init was measured: {error.error_type if error else 'the first call was warm'}")
            else:
                measured.append(invocation.report.init_ms)
    except LamellaError as error:
        outcome = NotRun(error.in_one_line)
    seconds = time.perf_counter() - started
    found = outcome or _held(statistics.median(measured), test.max_init_ms, "ms", f"median init of {len(measured)}")
    return Ran((Check(workload.name, Kind.INIT_BUDGET, found, seconds),), isolation=isolation)


def probed_by(running: Running, workload: Workload, events: int) -> list[tuple[str, ...]]:
    """Send the first events again where failed opens are recorded, and return for each what could not be opened.

    Empty when it cannot be run: then only a cause stays unnamed.
    """
    rules = replace(running.rules, probed=True)
    try:
        with running.sandboxes(workload.function, [running.subject.archive], rules) as sandbox:
            return [sandbox.invoke(event.value).probed for event in workload.events[:events]]
    except LamellaError:
        return []


def _judged(event: Event, invocation: Invocation) -> Outcome:
    report = invocation.report
    if invocation.error:
        error = invocation.error
        return Failed(f"{error.error_type}: {error.message}", error.hint, _details(error, invocation.logs))
    differs = difference(event.expect, invocation.payload) if event.expect else None
    if differs:
        return Failed(f"another answer than expected: {differs}", details=f"payload: {invocation.payload}")
    init = f"init {report.init_ms:.0f} ms, " if report.init_ms is not None else ""
    return Passed(f"{init}{report.duration_ms:.0f} ms, {report.max_memory_mb} MB")


def _details(error: FunctionError, logs: str) -> str:
    """The log without the platform's lines; the stack where the runtime did not log it too."""
    lines = [line for line in logs.splitlines() if not line.startswith(_PLATFORM_LINES)]
    logged = any(f"{error.error_type}: " in line for line in lines)
    return "\n".join(lines if logged else [*error.stack_trace, *lines]).strip()


def _memory(subject: Subject, workload: Workload, invocations: list[Invocation]) -> tuple[Check, ...]:
    budget = subject.layer.test.max_memory_mb
    if budget is None:
        return ()
    peak = max(invocation.report.max_memory_mb for invocation in invocations)
    return (Check(workload.name, Kind.MEMORY_BUDGET, _held(peak, budget, "MB", "peak memory")),)


def _held(value: float, budget: float, unit: str, what: str) -> Outcome:
    said = f"{what} {value:.0f} {unit}, budget {budget:g} {unit}"
    return Passed(said) if value <= budget else Failed(said, "`lamella profile` shows what the time and memory go to")


def _explained(
    running: Running, workload: Workload, checks: list[Check], invocations: list[Invocation]
) -> tuple[Check, ...]:
    """Add to failures which removed files the function asked for, from a second run that records failed opens."""
    removed = running.subject.facts.removals
    failed = [n for n, check in enumerate(checks) if isinstance(check.outcome, Failed)]
    if not failed or not removed.why or running.rules.traced:
        return tuple(checks)
    probed = probed_by(running, workload, failed[-1] + 1)
    found = list(checks)
    for position in failed:
        outcome = found[position].outcome
        if not isinstance(outcome, Failed):
            continue
        # What init looks for is in the first event's list; a later one may fail by what init did not find.
        asked = {path for at in (0, position) for path in (probed[at] if at < len(probed) else ())}
        log = "".join(each.logs for each in invocations[: position + 1])
        paths = asked_for(removed, asked, f"{outcome.reason}\n{invocations[position].payload}", log)
        if paths:
            hint = explanation(paths, removed)
            found[position] = replace(found[position], outcome=replace(outcome, hint=hint, blamed=paths))
    return tuple(found)


def _title(workload: Workload, event: Event) -> str:
    return f"{workload.name} {event.name}"
