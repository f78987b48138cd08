"""lamella.lock: from what each layer was built. Committed by the user; carries no address and no secret."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec
import tomli_w

from lamella.build.proof.grouping import grouped, ungrouped
from lamella.errors import ConfigError
from lamella.model.evidence import Evidence
from lamella.model.package import Artifact, Release

VERSION = 1
_HEADER = "# Written by lamella; commit it. `lamella build --upgrade` resolves anew.\n"


@dataclass(frozen=True, slots=True)
class LockedTarget:
    """One layer for one target.

    Attributes:
        source_sha256: Digest of what was resolved (see `build.source.digest`).
        releases: Exactly what the layer is made of, sorted by name.
        compiler: Interpreter whose bytecode is in the archive, such as `cpython-3.12.7`; empty without bytecode.
        compressor: Such as `deflate-0.9.0`.
        archive_sha256, tree_sha256: Of the last build; the tree's does not depend on compiler and compressor.
        evidence: On what the layer was slimmed by proof; `None` for other layers.
    """

    source_sha256: str
    releases: tuple[Release, ...]
    compiler: str = ""
    compressor: str = ""
    archive_sha256: str = ""
    tree_sha256: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """Layer name -> target (`python3.12/x86_64`) -> what was locked."""

    layers: Mapping[str, Mapping[str, LockedTarget]]

    def get(self, layer: str, target: str) -> LockedTarget | None:
        """Return the entry, or `None`."""
        return self.layers.get(layer, {}).get(target)

    def put(self, layer: str, target: str, entry: LockedTarget) -> "Lock":
        """Return a lock with the entry in place."""
        targets = {**self.layers.get(layer, {}), target: entry}
        return replace(self, layers={**self.layers, layer: targets})


class _Package(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    version: str
    artifact: Artifact
    filename: str
    sha256: str
    index: str
    reference: str | None = None


class _Evidence(msgspec.Struct, frozen=True):
    target: str
    interpreter: str
    inputs_sha256: str
    tree_sha256: str
    runs: tuple[str, ...]
    given_back: tuple[str, ...]
    files: tuple[str, ...]


class _Target(msgspec.Struct, frozen=True):
    source_sha256: str
    compiler: str
    compressor: str
    archive_sha256: str
    tree_sha256: str
    packages: tuple[_Package, ...]
    evidence: _Evidence | None = None


class _File(msgspec.Struct, frozen=True):
    version: int
    layers: dict[str, dict[str, _Target]] = {}


def parse(text: str, name: str = "lamella.lock") -> Lock:
    """Read a lock.

    Raises:
        ConfigError: It is not TOML, of another version, or misses a field.
    """
    hint = "restore it from version control, or delete it to resolve anew"
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"{name} cannot be read", why=str(error), hint=hint) from error
    if file.version != VERSION:
        raise ConfigError(f"{name} has version {file.version}, this lamella reads {VERSION}", hint="upgrade lamella")
    return Lock(
        {layer: {target: _locked(entry) for target, entry in targets.items()} for layer, targets in file.layers.items()}
    )


def render(lock: Lock) -> str:
    """Write a lock, sorted, so that equal locks are equal texts."""
    layers = {
        layer: {target: _wire(entry) for target, entry in sorted(targets.items())}
        for layer, targets in sorted(lock.layers.items())
    }
    return _HEADER + tomli_w.dumps({"version": VERSION, "layers": layers})


def settled(known: LockedTarget | None, now: LockedTarget) -> tuple[LockedTarget, tuple[str, ...]]:
    """Return what the lock is to say after a build, and what the user should hear.

    A build of the same content with another compiler or compressor leaves the lock as it was, so that two machines do
    not overwrite each other's word; anything else that changed is written.
    """
    if known is None or known.source_sha256 != now.source_sha256 or known.releases != now.releases:
        return now, ()
    same_tools = (known.compiler, known.compressor) == (now.compiler, now.compressor)
    if same_tools or known.tree_sha256 != now.tree_sha256 or known.evidence != now.evidence or not known.compiler:
        return now, ()
    drift = (
        f"same content, other tools: the lock has {known.compiler} and {known.compressor}, this build "
        f"{now.compiler or 'no compiler'} and {now.compressor}; the archive's bytes differ"
    )
    return known, (drift,)


def _locked(entry: _Target) -> LockedTarget:
    releases = tuple(
        Release(it.name, it.version, it.artifact, it.filename, it.sha256, it.index, it.reference)
        for it in entry.packages
    )
    return LockedTarget(
        entry.source_sha256,
        releases,
        entry.compiler,
        entry.compressor,
        entry.archive_sha256,
        entry.tree_sha256,
        _evidence(entry.evidence) if entry.evidence else None,
    )


def _evidence(wire: _Evidence) -> Evidence:
    return Evidence(
        ungrouped(wire.files),
        wire.runs,
        wire.target,
        wire.interpreter,
        wire.given_back,
        wire.inputs_sha256,
        wire.tree_sha256,
    )


def _wire_evidence(evidence: Evidence) -> dict[str, object]:
    return {
        "target": evidence.target,
        "interpreter": evidence.interpreter,
        "inputs_sha256": evidence.inputs_sha256,
        "tree_sha256": evidence.tree_sha256,
        "runs": list(evidence.runs),
        "given_back": list(evidence.given_back),
        "files": list(grouped(evidence.files)),
    }


def _wire(entry: LockedTarget) -> dict[str, object]:
    return {
        **({"evidence": _wire_evidence(entry.evidence)} if entry.evidence else {}),
        "source_sha256": entry.source_sha256,
        "compiler": entry.compiler,
        "compressor": entry.compressor,
        "archive_sha256": entry.archive_sha256,
        "tree_sha256": entry.tree_sha256,
        "packages": [
            {
                key: str(value)
                for key, value in (
                    ("name", release.name),
                    ("version", release.version),
                    ("artifact", release.artifact),
                    ("filename", release.filename),
                    ("sha256", release.sha256),
                    ("index", release.index),
                    ("reference", release.reference),
                )
                if value is not None
            }
            for release in entry.releases
        ],
    }
