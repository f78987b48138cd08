"""The extensions of one init: who is expected, who registered for what, who waits."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from lamella.sandbox.lifecycle import replies
from lamella.sandbox.lifecycle.events import ExtensionRegistered, Token
from lamella.sandbox.lifecycle.instructions import Reply

MOST_EXTENSIONS = 10


class ExtensionState(StrEnum):
    """Where an extension stands, in Lambda's words."""

    STARTED = "Started"
    REGISTERED = "Registered"
    READY = "Ready"
    RUNNING = "Running"
    INIT_ERROR = "InitError"
    EXIT_ERROR = "ExitError"
    LAUNCH_ERROR = "LaunchError"


@dataclass(slots=True)
class Extension:
    """An extension; `external` ones are processes of their own, the others live in the runtime's."""

    name: str
    identifier: str
    external: bool
    state: ExtensionState = ExtensionState.STARTED
    events: tuple[str, ...] = ()
    token: Token | None = None
    error_type: str = ""

    def take_token(self) -> Token | None:
        """Hand out the request that waits; the extension works from then on."""
        token, self.token = self.token, None
        if token is not None:
            self.state = ExtensionState.RUNNING
        return token


class ExtensionRegistry:
    """Knows the extensions of one init.

    Args:
        external: File names of the executables in /opt/extensions.
        seed: Makes the identifiers unique.
        about: What a registration answers: `functionName`, `functionVersion`, `handler`.
        account_id: Answered on request.
    """

    def __init__(self, external: Iterable[str], seed: str, about: dict[str, str], account_id: str) -> None:
        self._seed = seed
        self._about = about
        self._account_id = account_id
        self._closed = False
        self.members = [self._made(name, external=True) for name in external]

    def close(self) -> None:
        """Take no more registrations: the runtime is ready."""
        self._closed = True

    @property
    def all_registered(self) -> bool:
        """Whether every external extension has registered."""
        return all(one.state is not ExtensionState.STARTED for one in self.members if one.external)

    @property
    def all_waiting(self) -> bool:
        """Whether every extension waits for an event."""
        return all(one.token is not None for one in self.members)

    def subscribed(self, event: str) -> list[Extension]:
        """Return those that registered for INVOKE or SHUTDOWN."""
        return [one for one in self.members if event in one.events]

    def find(self, identifier: str) -> Extension | None:
        """Return the extension with an identifier."""
        return next((one for one in self.members if one.identifier == identifier), None)

    def named(self, name: str) -> Extension | None:
        """Return the extension with a file name."""
        return next((one for one in self.members if one.name == name), None)

    def register(self, asked: ExtensionRegistered) -> Reply:
        """Register an extension, or refuse."""
        found = self.named(asked.name)
        if refusal := self._refusal(asked, found):
            return refusal
        if found is None:
            found = self._made(asked.name, external=False)
            self.members.append(found)
        found.events = tuple(dict.fromkeys(asked.events))
        found.state = ExtensionState.REGISTERED
        account = {"accountId": self._account_id} if asked.wants_account else {}
        return Reply(200, json.dumps(self._about | account), {"Lambda-Extension-Identifier": found.identifier})

    def _refusal(self, asked: ExtensionRegistered, found: Extension | None) -> Reply | None:  # noqa: PLR0911 - one a rule
        if not asked.name:
            return replies.refused(403, "Extension.InvalidExtensionName", "Empty extension name")
        if unknown := [event for event in asked.events if event not in {"INVOKE", "SHUTDOWN"}]:
            return replies.refused(403, "Extension.InvalidEventType", f"{unknown[0]}: ErrorInvalidEventType")
        if found is not None:
            if found.state is ExtensionState.STARTED:
                return None
            return replies.extension_not_allowed(found.state, ExtensionState.REGISTERED, asked.name)
        if "SHUTDOWN" in asked.events:
            why = "SHUTDOWN: ShutdownEventNotSupportedForInternalExtension"
            return replies.refused(403, "Extension.InvalidEventType", why)
        if self._closed:
            return replies.refused(403, "Extension.RegistrationClosed", "Extension registration closed already")
        if len(self.members) >= MOST_EXTENSIONS:
            why = f"Extension limit ({MOST_EXTENSIONS}) reached"
            return replies.refused(403, "Extension.TooManyExtensions", why)
        return None

    def _made(self, name: str, *, external: bool) -> Extension:
        return Extension(name, str(uuid5(NAMESPACE_URL, f"{self._seed}/{name}")), external)
