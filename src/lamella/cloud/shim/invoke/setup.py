"""From a function's configuration to what a sandbox runs."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lamella.cloud.http.signing import ROOT_SECRET
from lamella.limits import limits
from lamella.model.target import Architecture, Target
from lamella.sandbox.function import Function

# What a change of makes a new environment, as on Lambda.
_DECISIVE = ("CodeSha256", "Runtime", "Handler", "Environment", "MemorySize", "Timeout", "Architectures",
             "EphemeralStorage", "LoggingConfig")  # fmt: skip


def target_of(configuration: Mapping[str, Any]) -> Target | None:
    """Return a zip function's target; `None` where lamella's sandbox has no such runtime."""
    runtime = str(configuration.get("Runtime", ""))
    architecture = (configuration.get("Architectures") or ["x86_64"])[0]
    if configuration.get("PackageType", "Zip") != "Zip" or runtime not in limits().runtimes:
        return None
    return Target(runtime, Architecture(architecture))


def layer_arns(configuration: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the layer versions of a function, in order."""
    return tuple(str(each["Arn"]) for each in configuration.get("Layers") or ())


def digest(configuration: Mapping[str, Any]) -> str:
    """Return what an environment depends on, as one text: another one, another environment."""
    decisive = {key: configuration.get(key) for key in _DECISIVE} | {"Layers": layer_arns(configuration)}
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def function(
    configuration: Mapping[str, Any], target: Target, code: Path, place: tuple[str, str], endpoint: str
) -> Function:
    """Return what the sandbox runs; the function may reach the embedded cloud as its own account.

    Args:
        configuration: As GetFunctionConfiguration gives it.
        target: See `target_of`.
        code: The function's zip.
        place: Account and Region.
        endpoint: Of the embedded cloud.
    """
    account, region = place
    own = (configuration.get("Environment") or {}).get("Variables") or {}
    reached = {
        "AWS_REGION": region,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": ROOT_SECRET,
    }
    return Function(
        target=target,
        handler=str(configuration.get("Handler", "")),
        code=code,
        memory_mb=int(configuration.get("MemorySize", 128)),
        timeout_s=float(configuration.get("Timeout", 3)),
        environ=reached | {str(key): str(value) for key, value in own.items()},
        name=str(configuration["FunctionName"]),
        tmp_mb=int((configuration.get("EphemeralStorage") or {}).get("Size", 512)),
        version=str(configuration.get("Version", "$LATEST")),
        account_id=account,
    )
