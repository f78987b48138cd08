"""What an environment is set up with: clocks, limits, names."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from lamella.errors import UsageError
from lamella.sandbox.environment import commands
from lamella.sandbox.function import LATEST, Function
from lamella.sandbox.lifecycle.extensions import MOST_EXTENSIONS
from lamella.sandbox.lifecycle.phases import Settings
from lamella.sandbox.telemetry import schema


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from: monotonic nanoseconds, and nanoseconds since 1970."""

    now_ns: Callable[[], int] = time.monotonic_ns
    epoch_ns: Callable[[], int] = time.time_ns


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """AWS's own limits, in seconds; tests shorten them.

    Attributes:
        init_s: Of the init phase.
        shutdown_s: For extensions that registered for SHUTDOWN.
        kill_s: How long the end of killed processes is waited for.
    """

    init_s: float = 10.0
    shutdown_s: float = 2.0
    kill_s: float = 2.0


def settings(function: Function, extensions: tuple[str, ...], limits: TimeLimits, offset_ns: int) -> Settings:
    """Return the settings of an environment's state machine.

    Args:
        function: What runs.
        extensions: Names of the programs in /opt/extensions.
        limits: See there.
        offset_ns: From the monotonic clock to nanoseconds since 1970.

    Raises:
        UsageError: There are more extensions than Lambda takes.
    """
    if len(extensions) > MOST_EXTENSIONS:
        raise UsageError(
            f"/opt/extensions holds {len(extensions)} programs",
            why=f"Lambda takes at most {MOST_EXTENSIONS}: {', '.join(extensions)}",
            hint="leave layers out",
        )
    return Settings(
        function.name,
        function.handler,
        round(function.timeout_s * 1e9),
        extensions,
        seed=uuid4().hex,
        epoch_offset_ns=offset_ns,
        init_limit_ns=round(limits.init_s * 1e9),
        shutdown_limit_ns=round(limits.shutdown_s * 1e9),
        kill_limit_ns=round(limits.kill_s * 1e9),
        account_id=function.account_id,
        region=commands.region(function),
        function_version=function.version,
    )


def log_stream(epoch_ns: int, version: str = LATEST) -> str:
    """Return the name of a new log stream of a function's version, as Lambda forms it."""
    day = schema.iso_time(epoch_ns)[:10].replace("-", "/")
    return f"{day}/[{version}]{uuid4().hex}"
