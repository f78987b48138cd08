"""Failures and ends in the life of an execution environment."""

from typing import assert_never

from lamella.sandbox.lifecycle import answers, function_error, init, report
from lamella.sandbox.lifecycle.events import (
    InvokeAsked,
    LaunchFailed,
    ProcessExited,
)
from lamella.sandbox.lifecycle.extensions import ExtensionState
from lamella.sandbox.lifecycle.instructions import (
    CollectOutput,
    Finish,
    FlushTelemetry,
    ForgetRequests,
    KillAll,
    Log,
    Stop,
)
from lamella.sandbox.lifecycle.phases import (
    Closed,
    Failure,
    Killed,
    Leaving,
    Resting,
    Running,
    Starting,
    Waiting,
)
from lamella.sandbox.lifecycle.state import LifecycleState
from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.schema import Status


def launch_failed(state: LifecycleState, event: LaunchFailed) -> None:
    """Give the init up: a program cannot be executed."""
    if event.process.generation != state.generation or not isinstance(state.phase, Starting):
        return
    name = event.process.extension
    if name is None:
        failure = Failure(Status.ERROR, "Runtime.InvalidEntrypoint", event.reason)
    else:
        failure = Failure(Status.ERROR, "Extension.LaunchError", event.reason)
        if found := state.registry.named(name):
            found.state = ExtensionState.LAUNCH_ERROR
            found.error_type = failure.error_type
    fail(state, event.at_ns, failure)


def exited(state: LifecycleState, event: ProcessExited) -> None:
    """Take note of an end, and give the environment up if it was not asked for."""
    state.alive.discard(event.process)
    match state.phase:
        case Starting() | Waiting() | Running():
            if event.process.generation == state.generation:
                fail(state, event.at_ns, _exit_failure(event))
        case Leaving() as phase:
            if not state.still_leaving():
                _kill(state, event.at_ns, phase.finish, phase.log)
        case Killed():
            if not state.alive:
                _over(state, event.at_ns)
        case Resting() | Closed():
            pass
        case _:
            assert_never(state.phase)


def deadline_passed(state: LifecycleState, at_ns: int) -> None:
    """Do what is due; a deadline that was replaced does nothing."""
    if state.deadline_ns is None or at_ns < state.deadline_ns:
        return
    state.deadline_ns = None
    match state.phase:
        case Starting() | Running():
            waited = f"Task timed out after {state.settings.timeout_ns / 1e9:.2f} seconds"
            fail(state, at_ns, Failure(Status.TIMEOUT, "Sandbox.Timedout", waited))
        case Leaving() as phase:
            _kill(state, at_ns, phase.finish, phase.log)
        case Killed():
            _over(state, at_ns)
        case Resting() | Waiting() | Closed():
            pass
        case _:
            assert_never(state.phase)


def shutdown_asked(state: LifecycleState, at_ns: int) -> None:
    """End the environment; who waits for an answer gets an error."""
    if state.closing:
        return
    state.closing = True
    state.out += [answers.closed(call, at_ns) for call in state.calls]
    state.calls.clear()
    match state.phase:
        case Resting() | Closed():
            state.phase = Closed()
            state.out += [CollectOutput(), Stop()]
        case Running() as phase:
            _reset(state, at_ns, "spindown", answers.closed(phase.call, at_ns), ())
        case Starting() | Waiting():
            _reset(state, at_ns, "spindown", None, ())
        case Leaving() | Killed():
            pass
        case _:
            assert_never(state.phase)


def fail(state: LifecycleState, at_ns: int, failure: Failure) -> None:
    """Give the environment up, with what is worked on."""
    reason = "timeout" if failure.status is Status.TIMEOUT else "failure"
    match state.phase:
        case Starting() as phase:
            failure = phase.failure or failure
            finish, log = _init_failed(state, phase, at_ns, failure)
            _reset(state, at_ns, reason, finish, log)
        case Running() as phase:
            error_type = "" if failure.status is Status.TIMEOUT else failure.error_type
            if not phase.runtime_done:
                state.emit_runtime_done(phase, at_ns, failure.status, error_type)
            finish = answers.failed(phase.call, phase, failure, at_ns)
            _reset(state, at_ns, reason, finish, _failure_log(state, phase.call, failure, at_ns))
        case Waiting():
            _reset(state, at_ns, reason, None, ())
        case _:
            pass


def _init_failed(
    state: LifecycleState, phase: Starting, at_ns: int, failure: Failure
) -> tuple[Finish | None, tuple[str, ...]]:
    error_type = "" if failure.status is Status.TIMEOUT else failure.error_type
    duration_ns = max(0, at_ns - (phase.first_ns if phase.first_ns is not None else phase.began_ns))
    epoch_ns = state.epoch(at_ns)
    state.out.append(CollectOutput())
    if not phase.runtime_done:
        state.emit(schema.init_runtime_done(epoch_ns, phase.name, failure.status, error_type))
    state.emit(schema.init_report(epoch_ns, phase.name, failure.status, error_type, duration_ns))
    init.tell_of_extensions(state, at_ns)
    state.out.append(Log(report.init_report_line(duration_ns, phase.name, failure.status, error_type)))
    if not phase.in_invoke or not state.calls:
        return None, ()
    call = state.calls.popleft()
    state.log_start(call, at_ns)
    running = Running(call, phase.began_ns, None)
    state.emit_runtime_done(running, at_ns, failure.status, error_type)
    return answers.failed(call, running, failure, at_ns), _failure_log(state, call, failure, at_ns)


def _failure_log(state: LifecycleState, call: InvokeAsked, failure: Failure, at_ns: int) -> tuple[str, ...]:
    if failure.payload is not None:
        return ()
    if failure.status is Status.TIMEOUT:
        time = schema.iso_time(state.epoch(at_ns))
        return (f"{time} {call.request_id} {failure.message}\n",)
    return (f"RequestId: {call.request_id} Error: {failure.message}\n{failure.error_type}",)


def _reset(state: LifecycleState, at_ns: int, reason: str, finish: Finish | None, log: tuple[str, ...]) -> None:
    state.suppressed = True
    state.init_ns = None
    state.runtime_token = None
    if not state.still_leaving():
        _kill(state, at_ns, finish, log)
        return
    until_ns = at_ns + state.settings.shutdown_limit_ns
    state.phase = phase = Leaving(reason, until_ns, finish, log)
    state.out += [CollectOutput(), FlushTelemetry()]
    state.set_deadline(until_ns)
    for one in state.registry.subscribed("SHUTDOWN"):
        if one.token is not None:
            state.tell_shutdown(one, phase)


def _kill(state: LifecycleState, at_ns: int, finish: Finish | None, log: tuple[str, ...]) -> None:
    state.phase = Killed(finish, log)
    state.out.append(KillAll())
    state.set_deadline(at_ns + state.settings.kill_limit_ns)
    if not state.alive:
        _over(state, at_ns)


def _over(state: LifecycleState, at_ns: int) -> None:
    phase = state.phase
    state.out += [CollectOutput(), ForgetRequests()]
    if isinstance(phase, Killed):
        state.out += [Log(line) for line in phase.log]
        if phase.finish is not None:
            state.out.append(phase.finish)
    state.set_deadline(None)
    state.alive.clear()
    state.phase = Resting()
    if state.closing:
        state.phase = Closed()
        state.out.append(Stop())
    elif state.calls:
        init.begin(state, at_ns, in_invoke=True)


def _exit_failure(event: ProcessExited) -> Failure:
    if event.process.extension is not None:
        return Failure(Status.ERROR, "Extension.Crash", function_error.extension_exit(event.code))
    kind = "Runtime.OutOfMemory" if event.over_memory else "Runtime.ExitError"
    return Failure(Status.ERROR, kind, function_error.runtime_exit(event.code))
