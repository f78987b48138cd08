"""What the state machine of an execution environment remembers."""

from dataclasses import dataclass, field

from lamella.sandbox.lifecycle.events import InvokeAsked
from lamella.sandbox.lifecycle.instructions import Finish
from lamella.sandbox.outcome import FunctionError
from lamella.sandbox.telemetry.schema import Status


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how an environment behaves.

    Attributes:
        function_name, handler: For registrations and telemetry.
        timeout_ns: Of one invocation.
        extensions: File names in /opt/extensions.
        seed: Unique for the environment.
        epoch_offset_ns: Added to a time of the events it gives nanoseconds since 1970.
        init_limit_ns: Of the init phase; AWS: 10 s.
        shutdown_limit_ns: For extensions that registered for SHUTDOWN; AWS: 2 s.
        kill_limit_ns: How long the end of killed processes is waited for.
        account_id, region: For the function's ARN.
        function_version: `$LATEST`, or a published version's number as text.
    """

    function_name: str
    handler: str
    timeout_ns: int
    extensions: tuple[str, ...] = ()
    seed: str = ""
    epoch_offset_ns: int = 0
    init_limit_ns: int = 10_000_000_000
    shutdown_limit_ns: int = 2_000_000_000
    kill_limit_ns: int = 2_000_000_000
    account_id: str = "123456789012"
    region: str = "us-east-1"
    function_version: str = "$LATEST"

    @property
    def function_arn(self) -> str:
        """The ARN by which the function is invoked."""
        return f"arn:aws:lambda:{self.region}:{self.account_id}:function:{self.function_name}"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an environment is given up.

    Attributes:
        status: `error` or `timeout`.
        error_type: For the log and telemetry.
        message: What Lambda says after `RequestId: ... Error: `.
        payload: What the runtime itself posted, which then is the answer.
    """

    status: Status
    error_type: str
    message: str
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the runtime answered, and when."""

    payload: str
    error: FunctionError | None
    at_ns: int


@dataclass(frozen=True, slots=True)
class Resting:
    """Nothing runs."""


@dataclass(frozen=True, slots=True)
class Starting:
    """The init: `in_invoke` when the first waiting invocation pays for it with its own time.

    `first_ns` is when the first process was started, `failure` what the runtime posted before its end.
    """

    in_invoke: bool
    began_ns: int
    first_ns: int | None = None
    runtime_done: bool = False
    failure: Failure | None = None

    @property
    def name(self) -> str:
        """The phase's name in telemetry and logs."""
        return "invoke" if self.in_invoke else "init"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Runtime and extensions wait for an event."""


@dataclass(frozen=True, slots=True)
class Running:
    """An event is worked on; `began_ns` counts for the duration, `init_ns` is reported beside it."""

    call: InvokeAsked
    began_ns: int
    init_ns: int | None
    response: Response | None = None
    runtime_done: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """Extensions were told to shut down."""

    reason: str
    until_ns: int
    finish: Finish | None
    log: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Killed:
    """Everything was killed; the ends are waited for."""

    finish: Finish | None
    log: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Closed:
    """The environment has ended."""


Phase = Resting | Starting | Waiting | Running | Leaving | Killed | Closed
