"""What happens to an execution environment: the input of its state machine. Times are the monotonic clock in ns."""

from dataclasses import dataclass
from typing import NewType

from lamella.sandbox.telemetry.subscription import Subscription

Token = NewType("Token", int)
"""A request that waits for its answer."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process that the environment starts: an extension, or the runtime (`extension` is `None`).

    `generation` tells those of one init from those of the next.
    """

    generation: int
    extension: str | None = None


@dataclass(frozen=True, slots=True)
class InitAsked:
    """The environment is to start."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What a caller said beside the event.

    Attributes:
        invoked_arn: The function's ARN as the caller named it, with its qualifier; empty for the unqualified one.
        client_context: JSON text; empty for none.
    """

    invoked_arn: str = ""
    client_context: str = ""


UNNAMED = Origin()


@dataclass(frozen=True, slots=True)
class InvokeAsked:
    """An event is to be answered."""

    at_ns: int
    request_id: str
    payload: str
    trace_id: str = ""
    origin: Origin = UNNAMED


@dataclass(frozen=True, slots=True)
class ShutdownAsked:
    """The environment is to end."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Started:
    """A process was started; the clock just before exec."""

    at_ns: int
    process: Process


@dataclass(frozen=True, slots=True)
class LaunchFailed:
    """A process could not be executed: `fork/exec /opt/extensions/x: permission denied`."""

    at_ns: int
    process: Process
    reason: str


@dataclass(frozen=True, slots=True)
class ProcessExited:
    """A process ended: exit status, or the negative number of the signal."""

    at_ns: int
    process: Process
    code: int
    over_memory: bool = False


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """The time of the last SetDeadline has come."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class NextAsked:
    """The runtime asks for the next event."""

    at_ns: int
    token: Token


@dataclass(frozen=True, slots=True)
class Responded:
    """The runtime answers an event; `payload` is `None` when it is larger than Lambda takes."""

    at_ns: int
    token: Token
    request_id: str
    payload: str | None


@dataclass(frozen=True, slots=True)
class RespondedError:
    """The runtime says that the handler failed."""

    at_ns: int
    token: Token
    request_id: str
    payload: str
    error_type: str


@dataclass(frozen=True, slots=True)
class InitError:
    """The runtime says that it cannot start."""

    at_ns: int
    token: Token
    payload: str
    error_type: str


@dataclass(frozen=True, slots=True)
class ExtensionRegistered:
    """An extension registers; `wants_account` asks for the account id in the answer."""

    at_ns: int
    token: Token
    name: str
    events: tuple[str, ...]
    wants_account: bool = False


@dataclass(frozen=True, slots=True)
class ExtensionNextAsked:
    """An extension asks for the next event."""

    at_ns: int
    token: Token
    identifier: str


@dataclass(frozen=True, slots=True)
class ExtensionError:
    """An extension says that it cannot start (`during_init`), or that it will exit."""

    at_ns: int
    token: Token
    identifier: str
    error_type: str
    during_init: bool


@dataclass(frozen=True, slots=True)
class TelemetrySubscribed:
    """An extension subscribes to telemetry."""

    at_ns: int
    token: Token
    identifier: str
    subscription: Subscription


Event = (
    InitAsked
    | InvokeAsked
    | ShutdownAsked
    | Started
    | LaunchFailed
    | ProcessExited
    | DeadlinePassed
    | NextAsked
    | Responded
    | RespondedError
    | InitError
    | ExtensionRegistered
    | ExtensionNextAsked
    | ExtensionError
    | TelemetrySubscribed
)
