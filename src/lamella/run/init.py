"""Writes a first lamella.toml from what a folder holds."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lamella.config.load import load
from lamella.config.project import Overrides
from lamella.config.pyproject import ProjectTable, direct_names, project_table
from lamella.config.starter import Chosen, Starter, choose_target, layer_name, starter_text
from lamella.config.toml import PYPROJECT, ConfigFile
from lamella.config.values import hold_layer_name
from lamella.errors import ConfigError, LamellaError, UsageError
from lamella.model.layer import Layer
from lamella.model.target import Target
from lamella.run.config import machine
from lamella.run.config_file import FILE_NAME, has_section, hold_file, read_file, shown_path

UV_LOCK = "uv.lock"
REQUIREMENTS = "requirements.txt"
PYTHON_VERSION = ".python-version"
_SDK = frozenset({"boto3", "botocore"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says; what it leaves open is found out.

    Attributes:
        source: What `--from` says, relative to the working folder.
        name: What `--name` says.
        targets: What `--target` says.
    """

    source: Path | None = None
    name: str | None = None
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The file that was written, the layer in it, and why it has its targets."""

    path: Path
    layer: Layer
    reason: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    source: Path
    project: ProjectTable
    has_groups: bool


def write_starter(wanted: Wanted, environ: Mapping[str, str], cwd: Path) -> Written:
    """Write lamella.toml into the working folder.

    Raises:
        UsageError: The folder is configured already, or the name is not one for a layer.
        ConfigError: Nothing to start from, or a file that cannot be read.
        LamellaError: The folder cannot be written to.
    """
    if wanted.name is not None:
        hold_layer_name(wanted.name)
    path = cwd / FILE_NAME
    if os.path.lexists(path):
        raise _configured(FILE_NAME)
    if has_section(cwd / PYPROJECT, cwd):
        raise _configured(f"{PYPROJECT} with [tool.lamella]")
    evidence = _named(cwd / wanted.source, cwd) if wanted.source else _found(cwd)
    starter = Starter(
        name=wanted.name if wanted.name is not None else layer_name((evidence.project.name, cwd.name)),
        source=_relative(evidence.source, cwd),
        chosen=_targets(wanted, evidence, cwd),
        has_groups=evidence.has_groups,
        has_sdk=bool(_SDK & evidence.project.direct),
    )
    text = starter_text(starter)
    project = load(ConfigFile(path, FILE_NAME, text.encode()), Overrides(), {}, machine(environ, cwd))
    _create(path, text)
    return Written(path, project.layers[starter.name], starter.chosen.reason)


def _configured(by: str) -> UsageError:
    return UsageError(
        f"this folder has a {by}; nothing was written",
        why="`lamella init` never overwrites a configuration",
        hint="add a table [layers.NAME] to it, or move it away first",
    )


def _found(cwd: Path) -> _Evidence:
    pyproject = cwd / PYPROJECT
    if pyproject.is_file():
        project = project_table(read_file(pyproject, cwd))
        if (cwd / UV_LOCK).is_file():
            return _Evidence(cwd / UV_LOCK, project, has_groups=True)
        if project.direct:
            return _Evidence(pyproject, project, has_groups=True)
    if (cwd / REQUIREMENTS).is_file():
        return _requirements(cwd / REQUIREMENTS, cwd)
    raise ConfigError(
        f"nothing in {cwd} to start from",
        why=f"looked for: {UV_LOCK} with {PYPROJECT}, {PYPROJECT} with dependencies, {REQUIREMENTS}",
        hint="name a file with --from",
    )


def _named(source: Path, cwd: Path) -> _Evidence:
    shown = shown_path(source, cwd)
    hold_file(source, shown, "--from")
    if source.name not in {UV_LOCK, PYPROJECT}:
        return _requirements(source, cwd)
    pyproject = source.with_name(PYPROJECT)
    if not pyproject.is_file():
        raise ConfigError(f"--from: {shown} has no {PYPROJECT} beside it", why="uv reads a lock with its project")
    project = project_table(read_file(pyproject, cwd))
    if source.name == PYPROJECT and not project.direct:
        raise ConfigError(
            f"--from: {shown} has no dependencies in [project]", hint="name a requirements file with --from"
        )
    return _Evidence(source, project, has_groups=True)


def _requirements(path: Path, cwd: Path) -> _Evidence:
    file = read_file(path, cwd)
    try:
        lines = file.content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file.shown} is not UTF-8", hint="save the file as UTF-8") from error
    return _Evidence(path, ProjectTable("", "", direct_names(lines)), has_groups=False)


def _targets(wanted: Wanted, evidence: _Evidence, cwd: Path) -> Chosen:
    if wanted.targets:
        return Chosen(wanted.targets, "given by --target")
    pinned = cwd / PYTHON_VERSION
    text = read_file(pinned, cwd).content.decode("utf-8", "replace") if pinned.is_file() else ""
    return choose_target(text, evidence.project.requires_python)


def _relative(source: Path, cwd: Path) -> str:
    text = os.path.relpath(source, cwd)
    return text if "/" in text or source.suffix in {".txt", ".in", ".toml", ".lock"} else f"./{text}"


def _create(path: Path, text: str) -> None:
    """Put the whole file there at once; a link, unlike a rename, never takes the place of another file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            temporary.write_text(text, encoding="utf-8")
            path.hardlink_to(temporary)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError as error:
        raise _configured(path.name) from error
    except OSError as error:
        raise LamellaError(f"cannot write {path}", why=error.strerror or str(error)) from error
