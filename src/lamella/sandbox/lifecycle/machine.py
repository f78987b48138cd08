"""The life of an execution environment as a state machine: events in, instructions out; no clock, socket or thread.

Source of the rules: AWS's developer guide ("Understanding the Lambda execution environment lifecycle", "Lambda
Extensions API") and the order of events in AWS's open source Runtime Interface Emulator.
"""

from dataclasses import replace
from typing import assert_never

from lamella.sandbox.lifecycle import answers, ending, init, invocation, replies
from lamella.sandbox.lifecycle.events import (
    DeadlinePassed,
    Event,
    ExtensionError,
    ExtensionNextAsked,
    ExtensionRegistered,
    InitAsked,
    InitError,
    InvokeAsked,
    LaunchFailed,
    NextAsked,
    ProcessExited,
    Responded,
    RespondedError,
    ShutdownAsked,
    Started,
    TelemetrySubscribed,
)
from lamella.sandbox.lifecycle.extensions import ExtensionState
from lamella.sandbox.lifecycle.instructions import CollectOutput, Instruction
from lamella.sandbox.lifecycle.phases import (
    Closed,
    Failure,
    Killed,
    Leaving,
    Response,
    Resting,
    Running,
    Settings,
    Starting,
    Waiting,
)
from lamella.sandbox.lifecycle.state import LifecycleState
from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.schema import Status


class Lifecycle:
    """Decides what an execution environment does.

    One invocation is worked on at a time; the others wait. Whatever happens, each gets exactly one Finish, at the
    latest when the environment ends.
    """

    def __init__(self, settings: Settings) -> None:
        self._state = LifecycleState(settings)

    def handle(self, event: Event) -> list[Instruction]:
        """Take note of what happened and say what to do, in order."""
        state = self._state
        state.out = []
        match event:
            case InitAsked() | InvokeAsked() | ShutdownAsked() | DeadlinePassed():
                _asked(state, event)
            case Started() | LaunchFailed() | ProcessExited():
                _process(state, event)
            case NextAsked() | Responded() | RespondedError() | InitError():
                _runtime(state, event)
            case ExtensionRegistered() | ExtensionNextAsked() | ExtensionError() | TelemetrySubscribed():
                _extension(state, event)
            case _:
                assert_never(event)
        return state.out


def _asked(state: LifecycleState, event: InitAsked | InvokeAsked | ShutdownAsked | DeadlinePassed) -> None:
    match event:
        case InitAsked():
            if isinstance(state.phase, Resting) and not state.suppressed:
                init.begin(state, event.at_ns)
        case InvokeAsked():
            _invoke_asked(state, event)
        case ShutdownAsked():
            ending.shutdown_asked(state, event.at_ns)
        case DeadlinePassed():
            ending.deadline_passed(state, event.at_ns)
        case _:
            assert_never(event)


def _process(state: LifecycleState, event: Started | LaunchFailed | ProcessExited) -> None:
    match event:
        case Started():
            state.started(event)
        case LaunchFailed():
            ending.launch_failed(state, event)
        case ProcessExited():
            ending.exited(state, event)
        case _:
            assert_never(event)


def _runtime(state: LifecycleState, event: NextAsked | Responded | RespondedError | InitError) -> None:
    match event:
        case NextAsked():
            _next_asked(state, event)
        case Responded() | RespondedError():
            invocation.responded(state, event)
        case InitError():
            init.init_error(state, event)
        case _:
            assert_never(event)


def _extension(
    state: LifecycleState, event: ExtensionRegistered | ExtensionNextAsked | ExtensionError | TelemetrySubscribed
) -> None:
    match event:
        case ExtensionRegistered():
            init.extension_registered(state, event)
        case ExtensionNextAsked():
            _extension_next(state, event)
        case ExtensionError():
            _extension_error(state, event)
        case TelemetrySubscribed():
            init.subscribed(state, event)
        case _:
            assert_never(event)


def _invoke_asked(state: LifecycleState, call: InvokeAsked) -> None:
    if state.closing:
        state.out.append(answers.closed(call, call.at_ns))
        return
    state.calls.append(call)
    match state.phase:
        case Resting():
            init.begin(state, call.at_ns, in_invoke=state.suppressed)
        case Waiting():
            invocation.dispatch(state, call.at_ns, call.at_ns)
        case Starting() | Running() | Leaving() | Killed() | Closed():
            pass
        case _:
            assert_never(state.phase)


def _next_asked(state: LifecycleState, event: NextAsked) -> None:
    match state.phase:
        case Starting(failure=None, runtime_done=False) as phase:
            state.runtime_token = event.token
            state.registry.close()
            state.phase = done = replace(phase, runtime_done=True)
            state.out.append(CollectOutput())
            epoch_ns = state.epoch(event.at_ns)
            state.emit(schema.init_runtime_done(epoch_ns, phase.name, Status.SUCCESS, ""))
            init.ready_if_all_wait(state, done, event.at_ns)
        case Running(runtime_done=False, response=Response()) as phase:
            state.runtime_token = event.token
            state.phase = finished = replace(phase, runtime_done=True)
            state.out.append(CollectOutput())
            state.emit_runtime_done(phase, event.at_ns, Status.SUCCESS, "")
            invocation.finish_if_all_wait(state, finished, event.at_ns)
        case _:
            state.answer(event.token, replies.runtime_not_allowed(state.runtime_state(), "Ready"))


def _extension_next(state: LifecycleState, event: ExtensionNextAsked) -> None:
    found = state.registry.find(event.identifier)
    if found is None:
        state.answer(event.token, replies.unknown_extension(event.identifier))
        return
    if found.state not in {ExtensionState.REGISTERED, ExtensionState.RUNNING}:
        reply = replies.extension_not_allowed(found.state, ExtensionState.READY, event.identifier)
        state.answer(event.token, reply)
        return
    found.token = event.token
    found.state = ExtensionState.READY
    match state.phase:
        case Starting() as phase:
            init.ready_if_all_wait(state, phase, event.at_ns)
        case Running() as phase:
            invocation.finish_if_all_wait(state, phase, event.at_ns)
        case Leaving() as phase if "SHUTDOWN" in found.events:
            state.tell_shutdown(found, phase)
        case _:
            pass


def _extension_error(state: LifecycleState, event: ExtensionError) -> None:
    found = state.registry.find(event.identifier)
    if found is None:
        state.answer(event.token, replies.unknown_extension(event.identifier))
        return
    allowed = {ExtensionState.REGISTERED}
    if not event.during_init:
        allowed |= {ExtensionState.READY, ExtensionState.RUNNING}
    wanted = ExtensionState.INIT_ERROR if event.during_init else ExtensionState.EXIT_ERROR
    if found.state not in allowed:
        state.answer(event.token, replies.extension_not_allowed(found.state, wanted, event.identifier))
        return
    found.state = wanted
    found.error_type = event.error_type
    state.answer(event.token, replies.accepted())
    ending.fail(state, event.at_ns, Failure(Status.ERROR, f"Extension.{wanted}", f"{found.name}: {event.error_type}"))
