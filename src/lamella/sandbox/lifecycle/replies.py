"""Answers of the Runtime, Extensions and Telemetry APIs, with the codes and shapes of AWS's own emulator."""

import json
from collections.abc import Mapping

from lamella.sandbox.lifecycle.instructions import Reply

MAX_PAYLOAD_BYTES = 6_291_556
_NOT_ALLOWED = "State transition is not allowed"


def accepted() -> Reply:
    """202 `{"status": "OK"}`."""
    return Reply(202, json.dumps({"status": "OK"}))


def refused(status: int, error_type: str, message: str) -> Reply:
    """An error in the common shape."""
    return Reply(status, json.dumps({"errorMessage": message, "errorType": error_type}))


def invalid_request_id() -> Reply:
    """400: an answer to an event that is not being worked on."""
    return refused(400, "InvalidRequestID", "Invalid request ID")


def runtime_not_allowed(found: str, wanted: str) -> Reply:
    """403: the runtime asks for something out of turn."""
    message = f"State transition from {found} to {wanted} failed for runtime. Error: {_NOT_ALLOWED}"
    return refused(403, "InvalidStateTransition", message)


def extension_not_allowed(found: str, wanted: str, who: str) -> Reply:
    """403: an extension asks for something out of turn."""
    message = f"State transition from {found} to {wanted} failed for extension {who}. Error: {_NOT_ALLOWED}"
    return refused(403, "Extension.InvalidExtensionState", message)


def too_large() -> Reply:
    """413: the response is larger than Lambda takes."""
    return refused(413, "RequestEntityTooLarge", f"Exceeded maximum allowed payload size ({MAX_PAYLOAD_BYTES} bytes).")


def invocation(payload: str, headers: Mapping[str, str]) -> Reply:
    """An event for the runtime."""
    return Reply(200, payload, {"Content-Type": "application/json", **headers})


def extension_event(body: Mapping[str, object], identifier: str) -> Reply:
    """An INVOKE or SHUTDOWN event for an extension."""
    headers = {"Lambda-Extension-Event-Identifier": identifier, "Lambda-Extension-Identifier": identifier}
    return Reply(200, json.dumps(body), headers)


def unknown_extension(identifier: str) -> Reply:
    """403: nobody registered with this identifier."""
    return refused(403, "Extension.UnknownExtensionIdentifier", f"Unknown extension {identifier}")
