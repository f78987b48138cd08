"""What Lambda refuses and ministack takes: pure checks of requests, with AWS's words where they are known.

Words marked "recorded" are those of AWS-validated API recordings (2025-2026); the others are worded alike, unverified.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lamella.cloud.shim.answers import RefusedRequestError, invalid, violates
from lamella.cloud.shim.known import reserved_variables, runtimes
from lamella.cloud.shim.names import LATEST, layer_version_name
from lamella.limits import limits

# Whole requests: AWS's own limit, which 50 MB of base64 fit into (developer guide, quotas).
REQUEST_BYTES = 70_167_211
_ALIAS = re.compile(r"(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}")
_LAYER = re.compile(r"(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:)?[a-zA-Z0-9-_]{1,140}")
_ARCHITECTURES = ("x86_64", "arm64")
_MOST_ADDITIONAL = 1


def hold_layers(arns: Sequence[str]) -> None:
    """Hold a function's list of layers: at most five, no layer twice (recorded).

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    most = limits().layers_per_function
    if len(arns) > most:
        invalid(f"Cannot reference more than {most} layers.")
    seen: dict[str, str] = {}
    for arn in arns:
        layer = layer_version_name(arn).layer_arn
        if layer in seen:
            invalid(
                "Two different versions of the same layer are not allowed to be referenced in the same function. "
                f"{seen[layer]} and {arn}."
            )
        seen[layer] = arn


def hold_runtime(runtime: str | None) -> None:
    """Hold a function's runtime (recorded).

    Raises:
        RefusedRequestError: It is unknown.
    """
    if runtime is not None and runtime not in runtimes():
        invalid(
            f"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
            f"[{', '.join(sorted(runtimes()))}] or be a valid ARN"
        )


def hold_environment(environment: Mapping[str, Any] | None) -> None:
    """Hold a function's own variables (recorded).

    Raises:
        RefusedRequestError: One has a reserved name.
    """
    taken = sorted(reserved_variables() & ((environment or {}).get("Variables") or {}).keys())
    if taken:
        invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided contains reserved keys that are currently not supported for modification. Reserved keys used in "
            f"this request: {', '.join(taken)}"
        )


def hold_layer_metadata(name: str, body: Mapping[str, Any]) -> None:
    """Hold what PublishLayerVersion says beside the zip.

    Raises:
        RefusedRequestError: A name, a length, a runtime or an architecture is not Lambda's.
    """
    if not _LAYER.fullmatch(name):
        violates(name, "layerName", f"Member must satisfy regular expression pattern: {_LAYER.pattern}")
    for field, most in (("Description", 256), ("LicenseInfo", 512)):
        if len(body.get(field) or "") > most:
            violates(body[field], field[0].lower() + field[1:], f"Member must have length less than or equal to {most}")
    known = (("compatibleRuntimes", "CompatibleRuntimes", runtimes()),
             ("compatibleArchitectures", "CompatibleArchitectures", frozenset(_ARCHITECTURES)))  # fmt: skip
    for field, member, allowed in known:
        listed = body.get(member) or []
        if not set(listed) <= allowed:
            words = f"Member must satisfy enum value set: [{', '.join(sorted(allowed))}]"
            invalid(
                f"1 validation error detected: Value '[{', '.join(listed)}]' at '{field}' failed to satisfy "
                f"constraint: Member must satisfy constraint: [{words}]"
            )


def hold_size(request_bytes: int, zip_base64: str | None, operation: str) -> None:
    """Hold what is uploaded in a request: 70,167,211 bytes for all of it (recorded), 52,428,800 for the zip.

    Raises:
        RefusedRequestError: It is larger.
    """
    if request_bytes > REQUEST_BYTES:
        words = f"Request must be smaller than {REQUEST_BYTES} bytes for the {operation} operation"
        raise RefusedRequestError(413, "RequestEntityTooLargeException", words)
    if zip_base64 is not None:
        size_bytes = len(zip_base64) * 3 // 4 - zip_base64[-2:].count("=")
        most = limits().zipped_direct_bytes
        if size_bytes > most:
            words = f"Zipped size must be smaller than {most} bytes for a direct upload"
            raise RefusedRequestError(413, "RequestEntityTooLargeException", words)


def hold_source(code: Mapping[str, Any]) -> None:
    """Hold that an upload says where its bytes are.

    Raises:
        RefusedRequestError: It does not.
    """
    if not code.get("ZipFile") and not code.get("ImageUri") and not (code.get("S3Bucket") and code.get("S3Key")):
        invalid("Please provide a source for function code.")


def hold_object(status: int, bucket_status: int) -> None:
    """Hold that the object of an upload through S3 is there (recorded for NoSuchKey).

    Raises:
        RefusedRequestError: It is not.
    """
    if status == 200:
        return
    code, words = ("NoSuchBucket", "The specified bucket does not exist") if bucket_status != 200 else (
        "NoSuchKey", "The specified key does not exist.")  # fmt: skip
    invalid(f"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {words}")


def hold_settled(configuration: Mapping[str, Any]) -> None:
    """Hold that no update of a function is in progress (recorded).

    Raises:
        RefusedRequestError: One is.
    """
    if configuration.get("State") == "Pending" and configuration.get("StateReasonCode") == "Creating":
        words = (
            "The operation cannot be performed at this time. The function is currently in the following state: Pending"
        )
        raise RefusedRequestError(409, "ResourceConflictException", words)
    if configuration.get("LastUpdateStatus") == "InProgress":
        words = (
            "The operation cannot be performed at this time. An update is in progress for resource: "
            f"{configuration.get('FunctionArn')}"
        )
        raise RefusedRequestError(409, "ResourceConflictException", words)


def hold_alias(name: str, version: str | None, weights: Mapping[str, Any], versions: Sequence[str], arn: str) -> None:
    """Hold an alias: its name, versions that exist, and one additional version with a weight from 0.0 to 1.0.

    Args:
        name: The alias.
        version: What it points to.
        weights: Additional version -> weight.
        versions: The function's published ones.
        arn: The function's.

    Raises:
        RefusedRequestError: Lambda would refuse it.
    """
    if not _ALIAS.fullmatch(name):
        violates(name, "name", f"Member must satisfy regular expression pattern: {_ALIAS.pattern}")
    if len(weights) > _MOST_ADDITIONAL:
        invalid("Number of items in AdditionalVersionWeights cannot be greater than 1")
    for other, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0.0 <= weight <= 1.0:
            violates(weight, "routingConfig.additionalVersionWeights", "Member must be between 0.0 and 1.0")
        if LATEST in {version, other}:
            invalid("$LATEST is not supported for an alias pointing to more than 1 version")
        if other == version:
            invalid(
                f"Invalid function version {other}. Function version {other} is already included in routing "
                "configuration."
            )
    for wanted in (*((version,) if version else ()), *weights):
        if wanted != LATEST and wanted not in versions:
            raise RefusedRequestError(404, "ResourceNotFoundException", f"Function not found: {arn}:{wanted}")


def layer_denied(account: str, arn: str) -> RefusedRequestError:
    """Return what AWS says of another account's layer version that is not there, or not shared (recorded)."""
    return RefusedRequestError(
        403,
        "AccessDeniedException",
        f"User: arn:aws:iam::{account}:root is not authorized to perform: lambda:GetLayerVersion on resource: {arn} "
        "because no resource-based policy allows the lambda:GetLayerVersion action",
    )
