"""Fleets read from memory, in place of the reads that `lamella.run.cleaning.observation` imported."""

from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from lamella.aws.clients import Clients
from lamella.aws.inventory import Reading
from lamella.errors import AccessDeniedError
from lamella.fleet.fleet import Alias, Fleet, FunctionVersion, Gap, LayerVersion
from lamella.fleet.references import Text
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.place import Place
from lamella.run.cleaning import observation


@dataclass
class FakeFleet:
    """What is there.

    Attributes:
        versions: Complete; listings leave digest, size and statements out.
        denied: Names of reads below, with a place, that are refused.
        asked: What details and aliases were asked for.
    """

    versions: list[LayerVersion] = field(default_factory=list)
    functions: list[FunctionVersion] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    parameters: dict[tuple[Place, str], str] = field(default_factory=dict)
    stacks: list[Text] = field(default_factory=list)
    denied: set[tuple[str, Place]] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "FakeFleet":
        for name in ("read_fleet", "read_details", "read_policies", "read_aliases", "parameters_below", "stack_texts"):
            monkeypatch.setattr(observation, name, getattr(self, name))
        return self

    def read_fleet(self, _: Clients, places: Sequence[Place], reading: Reading, __: Executor, now: datetime) -> Fleet:
        def wanted(arn: LayerArn) -> bool:
            return reading.layers is None or arn in reading.layers or arn.name in reading.layers

        there = (it for it in self.versions if ("versions", it.arn.place) not in self.denied)
        listed = sorted((it for it in there if wanted(it.arn.layer) and it.arn.place in places), key=_arn)
        return Fleet(
            now,
            tuple(places),
            tuple(replace(it, code_sha256=None, code_size_bytes=None, statements=None) for it in listed),
            tuple(it for it in self.functions if it.place in places and ("functions", it.place) not in self.denied),
            gaps=tuple(
                Gap(place, what, "refused")
                for place in places
                for what in ("functions", "versions")
                if (what, place) in self.denied
            ),
        )

    def read_details(
        self, _: Clients, versions: Sequence[LayerVersion], __: Executor
    ) -> tuple[tuple[LayerVersion, ...], tuple[Gap, ...]]:
        self.asked += [f"{it.arn.layer.name}:{it.arn.number}" for it in versions]
        wanted = {it.arn for it in versions}
        return tuple(sorted((it for it in self.versions if it.arn in wanted), key=_arn)), ()

    def read_policies(
        self, _: Clients, versions: Sequence[LayerVersion], __: Executor
    ) -> tuple[tuple[LayerVersion, ...], tuple[Gap, ...]]:
        policies = {it.arn: it.statements for it in self.versions}
        return tuple(replace(it, statements=policies.get(it.arn, ())) for it in versions), ()

    def read_aliases(
        self, _: Clients, functions: Collection[tuple[Place, str]], __: Executor
    ) -> tuple[tuple[Alias, ...], tuple[Gap, ...]]:
        self.asked += [name for _, name in functions]
        return tuple(it for it in self.aliases if (it.place, it.function) in functions), ()

    def parameters_below(self, _: Clients, place: Place, path: str) -> dict[str, str]:
        self._hold("parameters", place)
        return {name: it for (at, name), it in self.parameters.items() if at == place and name.startswith(path)}

    def stack_texts(self, _: Clients, place: Place) -> tuple[Text, ...]:
        self._hold("stacks", place)
        return tuple(it for it in self.stacks if it.place == place)

    def _hold(self, what: str, place: Place) -> None:
        if (what, place) in self.denied:
            raise AccessDeniedError(f"could not read {what}", why="refused")


def _arn(version: LayerVersion) -> LayerVersionArn:
    return version.arn
