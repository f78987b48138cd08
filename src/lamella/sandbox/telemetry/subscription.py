"""A subscription to the Telemetry API, as its body says it. Ranges: AWS's Telemetry API reference."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

import msgspec


class Protocol(StrEnum):
    """How batches travel: an HTTP POST with a JSON array, or newline-delimited JSON over TCP."""

    HTTP = "HTTP"
    TCP = "TCP"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where an extension wants its telemetry, and in which portions.

    Attributes:
        categories: Of `platform`, `function`, `extension`.
        protocol: How.
        port, path: On the environment's own loopback.
        max_items, max_bytes, timeout_ms: A batch is sent when it reaches one of these.
    """

    categories: tuple[str, ...]
    protocol: Protocol
    port: int
    path: str = "/"
    max_items: int = 1000
    max_bytes: int = 262_144
    timeout_ms: int = 10_000


class SubscriptionError(ValueError):
    """The body is no subscription; the message is for the extension's author."""


class _Destination(msgspec.Struct):
    protocol: Protocol
    URI: str = ""
    port: int = 0


class _Buffering(msgspec.Struct, rename="camel"):
    max_items: Annotated[int, msgspec.Meta(ge=1_000, le=10_000)] = 1_000
    max_bytes: Annotated[int, msgspec.Meta(ge=262_144, le=1_048_576)] = 262_144
    timeout_ms: Annotated[int, msgspec.Meta(ge=25, le=30_000)] = 10_000


class _Body(msgspec.Struct):
    schema_version: str = msgspec.field(name="schemaVersion")
    types: list[str] = msgspec.field(default_factory=list)
    destination: _Destination | None = None
    buffering: _Buffering = msgspec.field(default_factory=_Buffering)


_SCHEMAS = ("2022-07-01", "2022-12-13", "2025-01-29")
_CATEGORIES = ("platform", "function", "extension")


def parse_subscription(body: bytes) -> Subscription:
    """Read the body of a subscription.

    Raises:
        SubscriptionError: It breaks the schema.
    """
    try:
        wanted = msgspec.json.decode(body, type=_Body)
    except msgspec.DecodeError as error:
        raise SubscriptionError(str(error)) from error
    if wanted.schema_version not in _SCHEMAS:
        raise SubscriptionError(f"schemaVersion should be one of {', '.join(_SCHEMAS)}")
    if not wanted.types:
        raise SubscriptionError("types should not be empty")
    if unknown := [kind for kind in wanted.types if kind not in _CATEGORIES]:
        raise SubscriptionError(f"unknown types: {', '.join(unknown)}")
    if wanted.destination is None:
        raise SubscriptionError("destination is not provided")
    port, path = _address(wanted.destination)
    buffering = wanted.buffering
    return Subscription(
        tuple(dict.fromkeys(wanted.types)),
        wanted.destination.protocol,
        port,
        path,
        buffering.max_items,
        buffering.max_bytes,
        buffering.timeout_ms,
    )


def _address(destination: _Destination) -> tuple[int, str]:
    match destination.protocol:
        case Protocol.TCP:
            if not 0 < destination.port <= 65_535:
                raise SubscriptionError("port is not provided")
            return destination.port, ""
        case Protocol.HTTP:
            try:
                parts = urlsplit(destination.URI)
                port = parts.port
            except ValueError as error:
                raise SubscriptionError(f"URI is invalid: {error}") from error
            if parts.scheme != "http" or parts.hostname not in {"sandbox", "sandbox.localdomain"}:
                raise SubscriptionError("URI should be http://sandbox.localdomain:PORT")
            if not port:
                raise SubscriptionError("URI port is not provided")
            return port, parts.path or "/"
