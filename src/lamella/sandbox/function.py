"""What a sandbox is asked to run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lamella.model.target import Target

DEFAULT_MEMORY_MB = 128
DEFAULT_TIMEOUT_S = 3.0
DEFAULT_TMP_MB = 512
DEFAULT_ACCOUNT_ID = "123456789012"
LATEST = "$LATEST"


@dataclass(frozen=True, slots=True)
class Function:
    """A function as Lambda's configuration describes it.

    Attributes:
        target: Runtime and architecture.
        handler: `app.handler`.
        code: Folder that becomes /var/task; `None` leaves /var/task empty.
        memory_mb: 128 to 10,240.
        timeout_s: Of one invocation.
        environ: The function's own variables; may hold `AWS_LAMBDA_EXEC_WRAPPER`.
        name: For `AWS_LAMBDA_FUNCTION_NAME`.
        tmp_mb: Size of /tmp.
        version: `$LATEST`, or a published version's number as text.
        account_id: 12 digits, for ARNs.
        log_stream: For `AWS_LAMBDA_LOG_STREAM_NAME`; empty for a new name.
    """

    target: Target
    handler: str
    code: Path | None = None
    memory_mb: int = DEFAULT_MEMORY_MB
    timeout_s: float = DEFAULT_TIMEOUT_S
    environ: Mapping[str, str] = field(default_factory=dict)
    name: str = "function"
    tmp_mb: int = DEFAULT_TMP_MB
    version: str = LATEST
    account_id: str = DEFAULT_ACCOUNT_ID
    log_stream: str = ""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Folders of this machine that become the sandbox's read-only folders, ready to be mounted.

    Attributes:
        opt: The layers, merged.
        task: The function's code with the modes that Lambda would see; `None` for an empty /var/task.
        runtime: The runtime interface client and its bootstrap, for the target's minor.
        site_packages: What takes the place of the interpreter's site-packages: the runtime's boto3, or nothing.
        interpreter: The executable of the target's minor, outside any virtual environment.
    """

    opt: Path
    task: Path | None
    runtime: Path
    site_packages: Path | None
    interpreter: Path


@dataclass(frozen=True, slots=True)
class Rules:
    """How strict a sandbox is.

    Attributes:
        network: Whether the host's network is reachable.
        loose: Whether the host's native libraries and programs are all visible.
        traced: Whether reads below /opt are recorded (the layers are copied to memory first).
        probed: Whether failed opens below /opt are recorded; slows every system call that names a file.
    """

    network: bool = False
    loose: bool = False
    traced: bool = False
    probed: bool = False
