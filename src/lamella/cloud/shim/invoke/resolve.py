"""Which version of a function an invocation runs, and whether it may run now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lamella.cloud.shim.answers import RefusedRequestError
from lamella.cloud.shim.call import Call, no_function
from lamella.cloud.shim.names import LATEST


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is to run.

    Attributes:
        name: Of the function.
        qualifier: As the caller gave it; empty for none.
        alias: Whether the qualifier is an alias.
        version: `$LATEST`, or a number as text.
        configuration: Of that version.
        location: Where ministack serves $LATEST's code.
        reserved: The function's reserved concurrency; `None` where it has none.
    """

    name: str
    qualifier: str
    alias: bool
    version: str
    configuration: Mapping[str, Any]
    location: str
    reserved: int | None

    @property
    def resource(self) -> str:
        """The metrics' `Resource`: `report`, `report:live`."""
        return f"{self.name}:{self.qualifier}" if self.qualifier else self.name

    @property
    def log_group(self) -> str:
        """Where the function logs to."""
        configured = (self.configuration.get("LoggingConfig") or {}).get("LogGroup")
        return str(configured or f"/aws/lambda/{self.name}")


def resolve(call: Call, draw: Callable[[], float]) -> Resolved:
    """Find the version that an invocation runs.

    Args:
        call: Of Invoke.
        draw: A number from 0 to 1 (exclusive), for weighted aliases.

    Raises:
        RefusedRequestError: There is no such function, version or alias, or it is not ready.
    """
    name, qualifier = call.function.name, call.function.qualifier
    alias = None
    version = qualifier or LATEST
    if version != LATEST and not version.isdigit():
        alias = call.ministack.alias(name, qualifier)
        if alias is None:
            raise no_function(call.arn(name, qualifier))
        version = routed(alias, draw())
    found = call.ministack.function(name, "" if version == LATEST else version)
    if found is None:
        raise no_function(call.arn(name, qualifier))
    configuration = found["Configuration"]
    _hold_active(configuration)
    reserved = (found.get("Concurrency") or {}).get("ReservedConcurrentExecutions")
    location = str((found.get("Code") or {}).get("Location", ""))
    return Resolved(name, qualifier, alias is not None, version, configuration, location, reserved)


def routed(alias: Mapping[str, Any], drawn: float) -> str:
    """Return the version that an alias sends an invocation to.

    Args:
        alias: As GetAlias gives it.
        drawn: From 0 to 1 (exclusive).
    """
    weights = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    reached = 0.0
    for version, weight in weights.items():
        reached += float(weight)
        if drawn < reached:
            return str(version)
    return str(alias["FunctionVersion"])


def _hold_active(configuration: Mapping[str, Any]) -> None:
    """An update leaves a function callable; its creation, and a snapshot in the making, do not."""
    if configuration.get("State") == "Pending" and configuration.get("StateReasonCode") != "Updating":
        words = (
            "The operation cannot be performed at this time. The function is currently in the following state: Pending"
        )
        raise RefusedRequestError(409, "ResourceConflictException", words)
