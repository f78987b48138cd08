"""A function's configuration as Lambda would show it: active during an update, another revision after it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from lamella.cloud.shim.names import LATEST

_SETTLED = UUID("5b0f9a6e-6f0e-4d0a-9f5c-1f6f5f2c7f43")
_ONLY_PENDING = frozenset({"StateReason", "StateReasonCode"})


def revision(configuration: Mapping[str, Any]) -> str:
    """Return `RevisionId`: Lambda's changes again when a creation or an update completes, ministack's does not."""
    own = str(configuration.get("RevisionId", ""))
    settled = configuration.get("LastUpdateStatus") != "InProgress"
    return str(uuid5(_SETTLED, own)) if settled and configuration.get("Version", LATEST) == LATEST else own


def shown(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration; an update leaves a function active, where ministack has it pending."""
    own = dict(configuration)
    if "RevisionId" in own and "LastUpdateStatus" in own:
        own["RevisionId"] = revision(configuration)
    if own.get("StateReasonCode") != "Updating":
        return own
    return {key: value for key, value in own.items() if key not in _ONLY_PENDING} | {"State": "Active"}
