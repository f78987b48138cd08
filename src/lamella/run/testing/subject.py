"""The layer under test: its archive and what is known of it before anything runs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lamella.archive.distributions import distributions, owners
from lamella.archive.modules import offer
from lamella.archive.scan import Layer as Scanned
from lamella.build.removals import Removals, removals
from lamella.errors import ConfigError
from lamella.model.expectation import Event, events_of
from lamella.model.layer import Layer
from lamella.model.layer_test import FunctionTest
from lamella.model.target import Target
from lamella.run.layer_files import scan_path
from lamella.run.manifest_beside import read_manifest
from lamella.sandbox.function import Function
from lamella.sandbox.probe.verdict import Facts


@dataclass(frozen=True, slots=True)
class Workload:
    """A function of the layer's tests.

    Attributes:
        name: `functions/report app.handler`.
        test: As configured.
        function: What a sandbox runs.
        events: In order.
    """

    name: str
    test: FunctionTest
    function: Function
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tested.

    Attributes:
        archive: The zip.
        layer: As configured.
        target: One of the layer's.
        paths: Every file of the archive.
        facts: What the archive offers and lacks.
        owner: `name==version` of the distribution of each file that has one.
        workloads: The functions of the layer's tests.
    """

    archive: Path
    layer: Layer
    target: Target
    paths: tuple[str, ...]
    facts: Facts
    owner: Mapping[str, str]
    workloads: tuple[Workload, ...]

    def lacking(self, removed: Removals) -> "Subject":
        """The same, where what slimming took out is known better than from the manifest."""
        return replace(self, facts=replace(self.facts, removals=removed))


def read_subject(archive: Path, layer: Layer, target: Target, root: Path) -> Subject:
    """Read an archive, its manifest and the events of its tests.

    Args:
        archive: The zip.
        layer: As configured.
        target: What the archive was built for.
        root: Folder that code and events are relative to.

    Raises:
        ConfigError: Code or events cannot be read.
        HostileArchiveError: The zip breaks a rule of the reader.
    """
    scanned = scan_path(archive)
    paths = tuple(file.path for file in scanned.files)
    known = removals(read_manifest(archive), paths, target.python_minor)
    facts = Facts(offer(scanned, target), known, frozenset(layer.exclude))
    return Subject(archive, layer, target, paths, facts, _owner(scanned), read_workloads(layer, target, root))


def read_workloads(layer: Layer, target: Target, root: Path) -> tuple[Workload, ...]:
    """Return the functions of a layer's tests with their events.

    Raises:
        ConfigError: Code or events cannot be read.
    """
    return tuple(_workload(test, target, root) for test in layer.test.functions)


def _workload(test: FunctionTest, target: Target, root: Path) -> Workload:
    code = root / test.code
    if not code.is_dir():
        raise ConfigError(f"there is no folder {code}", why="`code` of a function of the layer's tests names it")
    try:
        text = (root / test.events).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"cannot read the events {root / test.events}", why=str(error), hint="give a JSON file with a list"
        ) from error
    function = Function(
        target,
        test.handler,
        code,
        memory_mb=test.memory_mb,
        timeout_s=test.timeout_s,
        environ=test.environ,
        name=code.name,
    )
    return Workload(f"{test.code} {test.handler}", test, function, events_of(text, test.events))


def _owner(scanned: Scanned) -> dict[str, str]:
    found = owners(scanned, distributions(scanned))
    return {path: f"{each.name}=={each.version}" for path, each in found.items()}
