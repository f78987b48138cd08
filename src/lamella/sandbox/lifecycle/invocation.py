"""Invocations in the life of an execution environment: dispatched, answered, ended."""

from dataclasses import replace

from lamella.sandbox.lifecycle import answers, replies
from lamella.sandbox.lifecycle.events import (
    InvokeAsked,
    Responded,
    RespondedError,
)
from lamella.sandbox.lifecycle.instructions import CollectOutput, Finish
from lamella.sandbox.lifecycle.phases import (
    Running,
    Waiting,
)
from lamella.sandbox.lifecycle.state import LifecycleState
from lamella.sandbox.telemetry.schema import Status


def dispatch(state: LifecycleState, at_ns: int, began_ns: int) -> None:
    """Hand the first waiting invocation to the runtime and the extensions; its time counts from `began_ns`."""
    token, state.runtime_token = state.runtime_token, None
    if token is None:
        return
    call = state.calls.popleft()
    init_ns, state.init_ns = state.init_ns, None
    state.phase = Running(call, began_ns, init_ns)
    until_ns = began_ns + state.settings.timeout_ns
    state.set_deadline(until_ns)
    state.log_start(call, at_ns)
    deadline_ms = state.epoch(until_ns) // 1_000_000
    invoked_arn = call.origin.invoked_arn or state.settings.function_arn
    for one in state.registry.subscribed("INVOKE"):
        body = answers.invoke_event(call, deadline_ms, invoked_arn)
        state.answer_extension(one, body)
    state.answer(token, answers.invocation(call, deadline_ms, invoked_arn))


def responded(state: LifecycleState, event: Responded | RespondedError) -> None:
    """Take the runtime's answer to an event."""
    match state.phase:
        case Running(call=InvokeAsked(request_id=event.request_id), response=None) as phase:
            response, reply = answers.response(event)
            state.phase = replace(phase, response=response)
            state.answer(event.token, reply)
        case Running(call=InvokeAsked(request_id=event.request_id)):
            wanted = "InvocationResponse" if isinstance(event, Responded) else "InvocationErrorResponse"
            state.answer(event.token, replies.runtime_not_allowed(state.runtime_state(), wanted))
        case _:
            state.answer(event.token, replies.invalid_request_id())


def finish_if_all_wait(state: LifecycleState, phase: Running, at_ns: int) -> None:
    """End the invocation when it was answered and runtime and extensions ask for the next event."""
    if phase.response is None or not phase.runtime_done or not state.registry.all_waiting:
        return
    if state.registry.members:
        state.out.append(CollectOutput())
    end_ns = at_ns if state.registry.subscribed("INVOKE") else phase.response.at_ns
    state.set_deadline(None)
    duration_ns = max(0, end_ns - phase.began_ns)
    response = phase.response
    state.out.append(
        Finish(
            at_ns,
            phase.call.request_id,
            response.payload,
            response.error,
            duration_ns,
            phase.init_ns,
            Status.SUCCESS,
        )
    )
    state.phase = Waiting()
    if state.calls:
        dispatch(state, at_ns, at_ns)
