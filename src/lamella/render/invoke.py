"""What `invoke` prints."""

import json
from collections.abc import Mapping
from typing import Any, assert_never

from lamella.render.plain import plain
from lamella.sandbox.invoked import Invoked
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation, Mechanism

_APART = ("user", "mount", "pid", "net", "ipc")


def as_json(invoked: Invoked, *, several: bool) -> str:
    """Return one object, or a list where several events were sent; see docs/commands/invoke.md."""
    documents = [_document(each, invoked) for each in invoked.invocations]
    return json.dumps(documents if several else documents[0], indent=2, ensure_ascii=False)


def isolation_line(isolation: Isolation, *, network: bool) -> str:
    """Return how the sandbox is kept apart, and what is not.

    Args:
        isolation: Of the sandbox.
        network: Whether the host's network was asked for.
    """
    match isolation.mechanism:
        case Mechanism.NAMESPACES | Mechanism.BUBBLEWRAP:
            names = ", ".join(name for name in _APART if not (network and name == "net"))
            kept = f"{isolation.mechanism} ({names})"
        case Mechanism.PROCESS:
            kept = "none, a plain process"
        case _:
            assert_never(isolation.mechanism)
    return f"isolation: {kept}" + "".join(f"; {each}" for each in isolation.missing)


def failure_lines(invoked: Invoked) -> list[str]:
    """Return what to say about an answer that is an error: nothing when there is none."""
    error = invoked.invocations[-1].error
    if error is None:
        return []
    lines = [f"the function failed: {error.error_type}: {error.message}".rstrip(": ")]
    if invoked.missed:
        lines.append("it asked for files that the build removed:")
        lines += [f"  {path}" for path in invoked.missed]
        lines.append(f"hint: in lamella.toml: {invoked.keep}; or send this event in the layer's tests, and build again")
    if error.hint:
        lines.append(f"hint: {error.hint}")
    return [plain(line) for line in lines]


def _document(each: Invocation, invoked: Invoked) -> Mapping[str, Any]:
    return {
        "payload": _value(each.payload),
        "error": None if each.error is None else _error(each.error, invoked),
        "init_ms": None if each.report.init_ms is None else round(each.report.init_ms, 3),
        "duration_ms": round(each.report.duration_ms, 3),
        "max_memory_mb": each.report.max_memory_mb,
        "logs": each.logs,
        "isolation": {"mechanism": str(invoked.isolation.mechanism), "missing": list(invoked.isolation.missing)},
    }


def _error(error: FunctionError, invoked: Invoked) -> Mapping[str, Any]:
    missed = {"paths": list(invoked.missed), "keep": invoked.keep} if invoked.missed else None
    return {
        "errorType": error.error_type,
        "errorMessage": error.message,
        "stackTrace": list(error.stack_trace),
        "hint": error.hint,
        "missed": missed,
    }


def _value(payload: str) -> object:
    try:
        return json.loads(payload, parse_constant=_refused)
    except ValueError:
        return payload


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")
