import json
from typing import Any

import pytest

from lamella.sandbox.telemetry.subscription import Protocol, Subscription, SubscriptionError, parse_subscription

HTTP = {"protocol": "HTTP", "URI": "http://sandbox.localdomain:8080/logs"}
BASE: dict[str, Any] = {"schemaVersion": "2022-12-13", "types": ["platform"], "destination": HTTP}


@pytest.mark.parametrize(
    ("changes", "subscription"),
    [
        ({}, Subscription(("platform",), Protocol.HTTP, 8080, "/logs")),
        ({"types": ["function", "platform", "function"]},
         Subscription(("function", "platform"), Protocol.HTTP, 8080, "/logs")),
        ({"destination": {"protocol": "HTTP", "URI": "http://sandbox:99"}},
         Subscription(("platform",), Protocol.HTTP, 99, "/")),
        ({"destination": {"protocol": "TCP", "port": 4243}}, Subscription(("platform",), Protocol.TCP, 4243, "")),
        ({"buffering": {"maxItems": 5000, "maxBytes": 300_000, "timeoutMs": 25}},
         Subscription(("platform",), Protocol.HTTP, 8080, "/logs", 5000, 300_000, 25)),
        ({"schemaVersion": "2025-01-29"}, Subscription(("platform",), Protocol.HTTP, 8080, "/logs")),
    ],
)  # fmt: skip
def test_subscriptions(changes: dict[str, Any], subscription: Subscription) -> None:
    assert parse_subscription(json.dumps(BASE | changes).encode()) == subscription


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schemaVersion": "2020-01-01"}, "schemaVersion should be one of"),
        ({"types": []}, "types should not be empty"),
        ({"types": ["metrics"]}, "unknown types: metrics"),
        ({"destination": None}, "destination is not provided"),
        ({"destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain/"}}, "URI port is not provided"),
        ({"destination": {"protocol": "HTTP", "URI": "http://example.com:80"}}, "sandbox.localdomain"),
        ({"destination": {"protocol": "HTTP", "URI": "http://sandbox:99999"}}, "URI is invalid"),
        ({"destination": {"protocol": "TCP"}}, "port is not provided"),
        ({"destination": {"protocol": "UDP"}}, "destination.protocol"),
        ({"buffering": {"timeoutMs": 1}}, "timeoutMs"),
    ],
)
def test_what_breaks_the_schema(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(SubscriptionError, match=words):
        parse_subscription(json.dumps(BASE | changes).encode())


def test_a_body_that_is_not_json() -> None:
    with pytest.raises(SubscriptionError, match="truncated"):
        parse_subscription(b"{")
