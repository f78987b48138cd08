import json

import pytest

from lamella.sandbox.lifecycle.events import ExtensionRegistered, Token
from lamella.sandbox.lifecycle.extensions import ExtensionRegistry, ExtensionState


def registry(*names: str) -> ExtensionRegistry:
    return ExtensionRegistry(names, "seed", {"functionName": "f"}, "123456789012")


def asked(name: str, *events: str, wants_account: bool = False) -> ExtensionRegistered:
    return ExtensionRegistered(0, Token(1), name, events, wants_account)


def test_a_registration_answers_about_the_function() -> None:
    made = registry("watcher")
    plain = made.register(asked("watcher", "INVOKE", "INVOKE"))
    other = registry("watcher").register(asked("watcher", wants_account=True))

    assert (plain.status, json.loads(plain.body)) == (200, {"functionName": "f"})
    assert json.loads(other.body)["accountId"] == "123456789012"
    found = made.find(plain.headers["Lambda-Extension-Identifier"])
    assert found is not None
    assert (found.name, found.events, found.external) == ("watcher", ("INVOKE",), True)


def test_the_runtime_waits_for_every_external_extension() -> None:
    made = registry("a", "b")
    made.register(asked("a"))
    assert not made.all_registered
    made.register(asked("b"))
    assert made.all_registered


def test_all_wait_only_when_each_has_asked() -> None:
    made = registry("a")
    made.register(asked("internal", "INVOKE"))
    made.register(asked("a"))
    for one in made.members:
        assert not made.all_waiting
        one.token = Token(7)
    assert made.all_waiting
    assert made.members[0].take_token() == Token(7)
    assert made.members[0].state is ExtensionState.RUNNING
    assert made.members[0].take_token() is None


@pytest.mark.parametrize(
    ("before", "request_", "error_type"),
    [
        ([], asked(""), "Extension.InvalidExtensionName"),
        ([], asked("a", "PAUSE"), "Extension.InvalidEventType"),
        ([asked("a")], asked("a"), "Extension.InvalidExtensionState"),
        ([], asked("internal", "SHUTDOWN"), "Extension.InvalidEventType"),
        ([asked(f"internal{number}") for number in range(9)], asked("internal"), "Extension.TooManyExtensions"),
    ],
)
def test_refusals(before: list[ExtensionRegistered], request_: ExtensionRegistered, error_type: str) -> None:
    made = registry("a")
    for one in before:
        assert made.register(one).status == 200
    reply = made.register(request_)
    assert (reply.status, json.loads(reply.body)["errorType"]) == (403, error_type)


def test_nobody_registers_after_the_init() -> None:
    made = registry()
    made.close()
    assert json.loads(made.register(asked("internal")).body)["errorType"] == "Extension.RegistrationClosed"
