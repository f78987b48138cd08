"""Reads of AWS answered from memory, in place of the functions of `lamella.aws` that a module imported."""

import hashlib
import types
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from lamella.aws.clients import Clients
from lamella.change.record import Published
from lamella.errors import AccessDeniedError
from lamella.fleet.fleet import LayerVersion
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.digests import code_sha256_of
from lamella.model.grant import Statement
from lamella.model.layer import Environment
from lamella.model.place import Place
from lamella.run.scope import Scope

if TYPE_CHECKING:
    from lamella.state.store import Store

CLIENTS = cast("Clients", object())
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass
class FakeReads:
    """What AWS would answer.

    Attributes:
        versions: Complete; listings leave digest and statements out.
        parameters: By place and name.
        zips: By version; a download of another one gives its ARN as bytes.
        denied: Reads of these places are refused; or of one kind of read, by its function's name.
        calls: Names of the functions called, with what they were asked for.
    """

    versions: list[LayerVersion] = field(default_factory=list)
    parameters: dict[tuple[Place, str], str] = field(default_factory=dict)
    zips: dict[LayerVersionArn, bytes] = field(default_factory=dict)
    denied: set[Place | str] = field(default_factory=set)
    calls: list[tuple[str, str]] = field(default_factory=list)

    def install(self, monkeypatch: pytest.MonkeyPatch, module: types.ModuleType) -> "FakeReads":
        for name in ("layer_versions", "layer_version", "statements", "get_parameter", "parameters_below", "download"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, getattr(self, name))
        return self

    def _called(self, name: str, place: Place, what: object) -> None:
        self.calls.append((name, str(what)))
        if place in self.denied or name in self.denied:
            raise AccessDeniedError(f"{name} was refused", why="no identity-based policy allows it")

    def layer_versions(self, _: Clients, layer: LayerArn) -> tuple[LayerVersion, ...]:
        self._called("layer_versions", layer.place, layer)
        mine = [it for it in self.versions if it.arn.layer == layer]
        listed = (replace(it, code_sha256=None, code_size_bytes=None, statements=None) for it in mine)
        return tuple(sorted(listed, key=lambda it: it.arn.number))

    def layer_version(self, _: Clients, arn: LayerVersionArn) -> LayerVersion | None:
        self._called("layer_version", arn.place, arn)
        return next((replace(it, statements=None) for it in self.versions if it.arn == arn), None)

    def statements(self, _: Clients, arn: LayerVersionArn) -> tuple[Statement, ...]:
        self._called("statements", arn.place, arn)
        return next((it.statements or () for it in self.versions if it.arn == arn), ())

    def get_parameter(self, _: Clients, place: Place, name: str) -> str | None:
        self._called("get_parameter", place, name)
        return self.parameters.get((place, name))

    def parameters_below(self, _: Clients, place: Place, path: str) -> dict[str, str]:
        self._called("parameters_below", place, path)
        return {name: it for (at, name), it in self.parameters.items() if at == place and name.startswith(path)}

    def download(self, _: Clients, arn: LayerVersionArn, to: Path) -> None:
        self._called("download", arn.place, arn)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(self.zips.get(arn, str(arn).encode()))


def code_of(data: bytes) -> str:
    """Return the CodeSha256 of a zip."""
    return code_sha256_of(hashlib.sha256(data).hexdigest())


def layer_version_of(arn: LayerVersionArn, data: bytes, *, runtime: str = "python3.12") -> LayerVersion:
    return LayerVersion(arn, NOON, "", "", (runtime,), ("x86_64",), code_of(data), len(data), ())


def scope_of(tmp_path: Path, environment: Environment, places: Iterable[Place], records: Iterable[Published]) -> Scope:
    """Return a scope whose store has these records."""
    return Scope(environment, tuple(sorted(places)), CLIENTS, cast("Store", FakeRecords(list(records))), tmp_path)


@dataclass
class FakeRecords:
    """The part of a state store that has records."""

    kept: list[Published]

    def records(self, environment: str | None = None) -> list[Published]:
        return [it for it in self.kept if environment in {None, it.environment}]

    def record(self, published: Published) -> None:
        self.kept.append(published)
