"""What the state machine of an execution environment hands out: events, responses, ends of invocations."""

from lamella.sandbox.lifecycle import function_error, replies
from lamella.sandbox.lifecycle.events import InvokeAsked, Responded, RespondedError
from lamella.sandbox.lifecycle.instructions import Finish, Reply
from lamella.sandbox.lifecycle.phases import Failure, Response, Running
from lamella.sandbox.outcome import FunctionError
from lamella.sandbox.telemetry.schema import Status


def invocation(call: InvokeAsked, deadline_ms: int, function_arn: str) -> Reply:
    """Return the event for the runtime; the deadline is in milliseconds since 1970."""
    headers = {
        "Lambda-Runtime-Aws-Request-Id": call.request_id,
        "Lambda-Runtime-Deadline-Ms": str(deadline_ms),
        "Lambda-Runtime-Invoked-Function-Arn": function_arn,
    }
    if call.trace_id:
        headers["Lambda-Runtime-Trace-Id"] = call.trace_id
    if call.origin.client_context:
        headers["Lambda-Runtime-Client-Context"] = call.origin.client_context
    return replies.invocation(call.payload, headers)


def invoke_event(call: InvokeAsked, deadline_ms: int, function_arn: str) -> dict[str, object]:
    """Return the INVOKE event for an extension."""
    return {
        "eventType": "INVOKE",
        "deadlineMs": deadline_ms,
        "requestId": call.request_id,
        "invokedFunctionArn": function_arn,
        "tracing": {"type": "X-Amzn-Trace-Id", "value": call.trace_id},
    }


def shutdown_event(reason: str, deadline_ms: int) -> dict[str, object]:
    """Return the SHUTDOWN event for an extension; `reason` is `spindown`, `timeout` or `failure`."""
    return {"eventType": "SHUTDOWN", "deadlineMs": deadline_ms, "shutdownReason": reason}


def response(event: Responded | RespondedError) -> tuple[Response, Reply]:
    """Return what the runtime's answer becomes, and what the runtime is told."""
    match event:
        case RespondedError():
            error = function_error.parse_error(event.payload, event.error_type)
            return Response(event.payload, error, event.at_ns), replies.accepted()
        case Responded(payload=str(payload)):
            return Response(payload, None, event.at_ns), replies.accepted()
        case Responded():
            limit = replies.MAX_PAYLOAD_BYTES
            error = FunctionError(
                "Function.ResponseSizeTooLarge",
                f"Response payload size exceeded maximum allowed payload size ({limit} bytes).",
            )
            return Response(function_error.error_payload(error), error, event.at_ns), replies.too_large()


def failed(call: InvokeAsked, phase: Running, failure: Failure, at_ns: int) -> Finish:
    """Return the end of an invocation whose environment is given up; a response that was there already stands."""
    if phase.response is not None:
        payload, error = phase.response.payload, phase.response.error
    elif failure.payload is not None:
        payload, error = failure.payload, function_error.parse_error(failure.payload, failure.error_type)
    else:
        message = f"RequestId: {call.request_id} Error: {failure.message}"
        error = FunctionError(failure.error_type, message)
        payload = function_error.error_payload(error)
    duration_ns = max(0, at_ns - phase.began_ns)
    return Finish(
        at_ns, call.request_id, payload, error, duration_ns, phase.init_ns, failure.status, failure.error_type
    )


def closed(call: InvokeAsked, at_ns: int) -> Finish:
    """Return the end of an invocation that an environment does not answer since it ends."""
    failure = Failure(Status.ERROR, "Sandbox.Failure", "the environment was closed")
    return failed(call, Running(call, call.at_ns, None), failure, at_ns)
