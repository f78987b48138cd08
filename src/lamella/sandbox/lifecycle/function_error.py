"""Errors as Lambda's payloads carry them."""

import json
import signal

from lamella.sandbox.outcome import FunctionError


def parse_error(payload: str, error_type: str) -> FunctionError:
    """Read an error payload that a runtime posted; what is not in it comes from the header's `error_type`."""
    try:
        body = json.loads(payload)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return FunctionError(error_type or "Runtime.Unknown", payload)
    trace = body.get("stackTrace")
    lines = tuple(str(line) for line in trace) if isinstance(trace, list) else ()
    kind = body.get("errorType") or error_type or "Runtime.Unknown"
    return FunctionError(str(kind), str(body.get("errorMessage", "")), lines)


def error_payload(error: FunctionError) -> str:
    """Return the payload of an error that Lambda itself makes."""
    return json.dumps({"errorType": error.error_type, "errorMessage": error.message})


def ending(code: int) -> str:
    """Say how a process ended, as Go does: `exit status 1`, `signal: killed`."""
    return f"exit status {code}" if code >= 0 else f"signal: {_signal_words(-code)}"


def _signal_words(number: int) -> str:
    words = signal.strsignal(number) if number in {known.value for known in signal.Signals} else None
    return (words or f"signal {number}").lower()


def runtime_exit(code: int) -> str:
    """Return what Lambda says of a runtime that ended by itself."""
    return "Runtime exited without providing a reason" if code == 0 else f"Runtime exited with error: {ending(code)}"


def extension_exit(code: int) -> str:
    """Return what Lambda says of an extension that ended by itself."""
    return "exit code 0" if code == 0 else ending(code)
