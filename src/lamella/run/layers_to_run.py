"""From what the user calls layers to zips that a sandbox can run: given as files, or built from lamella.toml."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from lamella.archive.reader import Archive
from lamella.build.removals import Removals, removals
from lamella.config.project import Project
from lamella.errors import ConfigError, HostileArchiveError, LamellaError, UsageError
from lamella.host.local_target import machine_architecture
from lamella.model.layer import Layer
from lamella.model.target import Architecture, Target
from lamella.run.manifest_beside import read_manifest


@dataclass(frozen=True, slots=True)
class LayerToRun:
    """A layer's zip with what its manifest tells.

    Attributes:
        path: Of the zip.
        target: What it was built for; `None` without a manifest.
        removals: What its build took out; `None` without a manifest.
        unzipped_bytes: Sum of its files.
    """

    path: Path
    target: Target | None
    removals: Removals | None
    unzipped_bytes: int


@dataclass(frozen=True, slots=True)
class Named:
    """What `--layer` said: zips and layers of lamella.toml, in order, and how the latter are loaded."""

    words: Sequence[str]
    load: Callable[[], Project]

    def entries(self, cwd: Path) -> tuple[Path | Layer, ...]:
        """Return a path for each zip and the layer for each name.

        Raises:
            UsageError: There is neither a file nor a layer of that name.
            ConfigError: There is no lamella.toml, or it is wrong.
        """
        return tuple(self._entry(word, cwd) for word in self.words)

    def _entry(self, word: str, cwd: Path) -> Path | Layer:
        path = cwd / word
        if path.is_file():
            return path
        if path.is_dir() and "/" in word:
            raise UsageError(
                f"{word} is a folder", why="a function takes layers as zips", hint=f"lamella build -r {word} makes one"
            )
        if "/" in word or word.endswith(".zip"):
            raise UsageError(f"there is no zip {word}", hint="`lamella build` writes layers into dist")
        [layer] = self.load().select([word])
        return layer


def choose_target(entries: Sequence[Path | Layer], runtime: str | None) -> Target:
    """Return what to run: the runtime that was asked for, or what the first layer that tells was built for.

    Args:
        entries: Zips and layers.
        runtime: `python3.12`, or a target.

    Raises:
        ConfigError: The runtime or the architecture is unknown.
        UsageError: Nothing tells it.
    """
    here = machine_architecture() or Architecture.X86_64
    told = [target for entry in entries for target in _targets(entry)]
    if runtime is not None and "/" in runtime:
        return Target.parse(runtime)
    if runtime is not None:
        same = [target for target in told if target.runtime == runtime]
        return _preferred(same, here) or Target.parse(f"{runtime}/{here}")
    found = _preferred(told, here)
    if found is None:
        raise UsageError(
            "it is not known which runtime to run",
            why="no layer has a manifest beside it or targets in lamella.toml",
            hint="add --runtime python3.12",
        )
    return found


def runtime_boto3_of(entries: Sequence[Path | Layer]) -> str | bool | None:
    """Return what the first layer of lamella.toml that says so wants of the runtime's boto3; see `LayerTest`."""
    said = (entry.test.runtime_boto3 for entry in entries if isinstance(entry, Layer))
    return next((wanted for wanted in said if wanted is not None), None)


def ready(entries: Sequence[Path | Layer], target: Target, load: Callable[[], Project], environ: Mapping[str, str],
          today: date) -> tuple[LayerToRun, ...]:  # fmt: skip
    """Return the zips; layers of lamella.toml are built where the cache does not have them.

    Raises:
        LamellaError: A layer could not be built; the error is the build's.
        UsageError: A layer is not for the target.
        HostileArchiveError: A zip breaks a rule of the reader.
    """
    found = []
    for entry in entries:
        path = entry if isinstance(entry, Path) else _built(entry, target, load(), environ, today)
        found.append(described(path))
    return tuple(found)


def described(path: Path) -> LayerToRun:
    """Read a zip's directory and the manifest beside it, if there is one.

    Raises:
        HostileArchiveError: The zip breaks a rule of the reader.
        LamellaError: It cannot be read.
    """
    try:
        archive = Archive.parse(path.read_bytes())
    except HostileArchiveError as error:
        raise HostileArchiveError(error.rule, f"{path}: {error.what}") from error
    except OSError as error:
        raise LamellaError(f"cannot read {path}", why=error.strerror or str(error)) from error
    size_bytes = sum(entry.size_bytes for entry in archive.entries)
    manifest = read_manifest(path)
    target = _target_of(manifest)
    if target is None:
        return LayerToRun(path, None, None, size_bytes)
    gone = removals(manifest, (entry.path for entry in archive.entries), target.python_minor)
    return LayerToRun(path, target, gone, size_bytes)


def _targets(entry: Path | Layer) -> tuple[Target, ...]:
    if isinstance(entry, Layer):
        return entry.targets
    target = _target_of(read_manifest(entry))
    return () if target is None else (target,)


def _preferred(targets: Sequence[Target], here: Architecture) -> Target | None:
    own = [target for target in targets if target.architecture is here]
    return next(iter([*own, *targets]), None)


def _built(layer: Layer, target: Target, project: Project, environ: Mapping[str, str], today: date) -> Path:
    if target not in layer.targets:
        raise UsageError(
            f"layer {layer.name} is not built for {target}",
            why=f"its targets: {', '.join(map(str, layer.targets))}",
            hint=f"add {target} to its targets, or choose another --runtime",
        )
    from lamella.run.build import build  # noqa: PLC0415 - a tenth of the time of an invoke, and zips need none

    report = build(project, [replace(layer, targets=(target,))], environ, today)
    for failed in report.failed:
        raise failed.error
    return report.built[0].path


def _target_of(manifest: Mapping[str, Any]) -> Target | None:
    try:
        return Target.parse(str(manifest.get("target", "")))
    except ConfigError:
        return None
