"""Aliases: which share of their traffic meets which version."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING

from lamella.aws.failures import Call, translated
from lamella.aws.rollout.told import NOT_THERE, StoppedError, changing, latest, read
from lamella.change.rollout.action import RestoreAlias, ShiftAlias
from lamella.change.rollout.event import Did, Drifted, NotYet, Refused, Result
from lamella.change.rollout.function import FunctionRef
from lamella.errors import NotFoundError

if TYPE_CHECKING:
    from lamella.aws.clients import Clients

_NO_PROVISIONED = "ProvisionedConcurrencyConfigNotFoundException"


@dataclass(frozen=True, slots=True)
class _Alias:
    version: str
    weights: Mapping[str, float]
    revision: str

    @property
    def versions(self) -> set[str]:
        return {self.version, *self.weights}


def shift(clients: "Clients", action: ShiftAlias) -> Result:
    """See ShiftAlias.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    there = _alias(clients, action.ref, action.alias)
    others = there.versions - {action.old, action.new}
    if others:
        return Drifted(f"somebody else moved alias {action.alias}: it has version {', '.join(sorted(others))}")
    version, weights = (action.new, {}) if action.weight == 1 else (action.old, {action.new: action.weight})
    if there.version == version and _same(there.weights, weights):
        return Did(changed=False)
    if action.provisioned:
        _hold_provisioned(clients, action.ref, action.alias)
    _update(clients, action.ref, action.alias, version, weights, there.revision)
    return Did()


def restore(clients: "Clients", action: RestoreAlias) -> Result:
    """See RestoreAlias.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    there = _alias(clients, action.ref, action.alias)
    others = there.versions - {action.old}
    if not others and not there.weights:
        return Did(changed=False)
    foreign = sorted(version for version in others if not _is_ours(clients, action, version))
    if foreign:
        return Drifted(f"somebody else moved alias {action.alias}: it has version {', '.join(foreign)}")
    _update(clients, action.ref, action.alias, action.old, {}, there.revision)
    return Did()


def _is_ours(clients: "Clients", action: RestoreAlias, version: str) -> bool:
    if action.new is not None:
        return version == action.new
    return read(clients, action.ref, version).layers == action.layers


def _alias(clients: "Clients", ref: FunctionRef, name: str) -> _Alias:
    try:
        with translated(Call(f"read alias {name} of {ref}", "lambda:GetAlias")):
            told = clients.lambda_(ref.place).get_alias(FunctionName=ref.name, Name=name)
    except NotFoundError as error:
        if error.code != NOT_THERE:
            raise
        latest(clients, ref)
        raise StoppedError(Drifted(f"alias {name} is gone")) from error
    weights = (told.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    return _Alias(told["FunctionVersion"], dict(weights), told["RevisionId"])


def _update(
    clients: "Clients", ref: FunctionRef, name: str, version: str, weights: Mapping[str, float], revision: str
) -> None:
    try:
        with changing(Call(f"update alias {name} of {ref}", "lambda:UpdateAlias", changes=True)):
            clients.lambda_(ref.place).update_alias(
                FunctionName=ref.name,
                Name=name,
                FunctionVersion=version,
                # Left out, the weights that are there would stay.
                RoutingConfig={"AdditionalVersionWeights": weights},
                RevisionId=revision,
            )
    except NotFoundError as error:
        if error.code != NOT_THERE:
            raise
        latest(clients, ref)
        raise StoppedError(Refused(error.why)) from error


def _hold_provisioned(clients: "Clients", ref: FunctionRef, alias: str) -> None:
    """Hold that provisioned concurrency is ready: traffic that moves before meets cold starts."""
    doing = f"read the provisioned concurrency of {ref.name}:{alias} in {ref.place}"
    try:
        with translated(Call(doing, "lambda:GetProvisionedConcurrencyConfig")):
            told = clients.lambda_(ref.place).get_provisioned_concurrency_config(FunctionName=ref.name, Qualifier=alias)
    except NotFoundError as error:
        if error.code == _NO_PROVISIONED:
            return
        raise
    if told["Status"] == "IN_PROGRESS":
        raise StoppedError(NotYet(f"the provisioned concurrency of alias {alias} is not ready"))
    if told["Status"] == "FAILED":
        reason = told.get("StatusReason", "no reason")
        raise StoppedError(Refused(f"the provisioned concurrency of alias {alias} failed: {reason}"))


def _same(there: Mapping[str, float], wanted: Mapping[str, float]) -> bool:
    return there.keys() == wanted.keys() and all(isclose(there[key], wanted[key], abs_tol=1e-9) for key in wanted)
