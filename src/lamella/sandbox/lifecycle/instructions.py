"""What the state machine of an execution environment wants done, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lamella.sandbox.lifecycle.events import Process, Token
from lamella.sandbox.outcome import FunctionError
from lamella.sandbox.telemetry.schema import Status
from lamella.sandbox.telemetry.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer: JSON text unless its headers say otherwise."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer a waiting request."""

    token: Token
    reply: Reply


@dataclass(frozen=True, slots=True)
class Spawn:
    """Start a process; give back Started or LaunchFailed."""

    process: Process


@dataclass(frozen=True, slots=True)
class KillAll:
    """Kill every process; each gives its ProcessExited."""


@dataclass(frozen=True, slots=True)
class ForgetRequests:
    """Close every connection: those who asked are gone."""


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """Give DeadlinePassed at this time; replaces the one before; `None`: never."""

    at_ns: int | None


@dataclass(frozen=True, slots=True)
class CollectOutput:
    """Log what the processes have written before anything that follows."""


@dataclass(frozen=True, slots=True)
class InitDone:
    """The init ended well: keep the CPU time used so far for the report."""


@dataclass(frozen=True, slots=True)
class Log:
    """Write a line of Lambda's own into the log."""

    line: str


@dataclass(frozen=True, slots=True)
class EmitTelemetry:
    """Emit an event of the Telemetry API."""

    event: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Send telemetry to an extension, also what was emitted since this init began."""

    extension: str
    subscription: Subscription


@dataclass(frozen=True, slots=True)
class FlushTelemetry:
    """Send subscribers what there is: they were told to shut down."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Answer an invocation.

    Attributes:
        at_ns: When it ended.
        request_id: Which one.
        payload: What the caller gets.
        error: `None` when the function answered.
        duration_ns: From the event's dispatch (or the init that it had to wait for within its time) to its end.
        init_ns: Of the init just before it, which is not part of the duration; `None` otherwise.
        status: Of the environment's work: `success` also when the handler raised.
        error_type: What broke the environment: `Runtime.ExitError`.
    """

    at_ns: int
    request_id: str
    payload: str
    error: FunctionError | None
    duration_ns: int
    init_ns: int | None
    status: Status
    error_type: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """The environment has ended; nothing follows."""


Instruction = (
    Answer
    | Spawn
    | KillAll
    | ForgetRequests
    | SetDeadline
    | CollectOutput
    | InitDone
    | Log
    | EmitTelemetry
    | Subscribe
    | FlushTelemetry
    | Finish
    | Stop
)
