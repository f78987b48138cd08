"""What a sandbox answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Mechanism(StrEnum):
    """How a sandbox is kept apart from the machine."""

    NAMESPACES = "namespaces"
    BUBBLEWRAP = "bubblewrap"
    PROCESS = "process"


@dataclass(frozen=True, slots=True)
class Isolation:
    """How a sandbox is kept apart, and in words what is not: `the network is the host's`."""

    mechanism: Mechanism
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionError:
    """An error as Lambda's payload gives it.

    Attributes:
        error_type: `KeyError`, `Runtime.ImportModuleError`, `Runtime.ExitError`, `Sandbox.Timedout` ...
        message: `errorMessage`.
        stack_trace: `stackTrace`, where there is one.
        hint: What the user can do, in lamella's words; not part of the payload.
    """

    error_type: str
    message: str
    stack_trace: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one invocation, as the REPORT line has them.

    Attributes:
        request_id: Of the invocation.
        duration_ms: From the runtime's receiving the event to its answer (or its end, or the timeout).
        init_ms: From exec to the first `/next`; `None` for a warm invocation.
        memory_size_mb: Configured.
        max_memory_mb: Peak of the environment so far.
        init_cpu_ms: CPU time of the environment's processes during init; `None` for a warm invocation.
    """

    request_id: str
    duration_ms: float
    init_ms: float | None
    memory_size_mb: int
    max_memory_mb: int
    init_cpu_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    """The answer to one event.

    Attributes:
        payload: JSON text: what the handler returned, or the error payload.
        error: `None` when the function answered.
        report: Figures.
        logs: What the environment wrote since the last invocation (or its start), with START, END and REPORT lines.
        probed: Paths below /opt whose open failed, sorted; empty unless `Rules.probed`.
        telemetry: The platform events and logs of this invocation, by the Telemetry API's schema.
    """

    payload: str
    error: FunctionError | None
    report: Report
    logs: str
    probed: tuple[str, ...] = ()
    telemetry: Sequence[Mapping[str, Any]] = ()

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever the handler returned
        """The payload, decoded.

        Raises:
            ValueError: It is not JSON.
        """
        return json.loads(self.payload)
