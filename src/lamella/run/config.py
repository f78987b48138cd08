"""Loads a project, and holds what it names against the files that are there."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from stat import S_ISDIR

from packaging.requirements import InvalidRequirement, Requirement

from lamella.build.source import classify, is_file_entry
from lamella.config.closest import did_you_mean
from lamella.config.keypath import KeyPath
from lamella.config.load import Machine, adhoc, load, settings_alone
from lamella.config.precedence import CONFIG_VARIABLE
from lamella.config.project import Overrides, Project, Settings
from lamella.config.toml import PYPROJECT
from lamella.errors import ConfigError
from lamella.model.layer import Layer
from lamella.run.config_file import config_file, find_file, mode_of, shown_path
from lamella.run.smoke_events import with_smoke_events


def load_project(config_path: Path | None, overrides: Overrides, environ: Mapping[str, str], cwd: Path) -> Project:
    """Load the project that `config_path`, `LAMELLA_CONFIG` or the nearest file describes.

    The working folder and then each folder above it, up to the root of the repository, is searched for
    lamella.toml and then for a pyproject.toml with a table [tool.lamella].

    Args:
        config_path: What `--config` said; relative to `cwd`.
        overrides: What the other flags said.
        environ: The process's environment.
        cwd: Absolute working folder.

    Raises:
        ConfigError: No file, an unreadable file, a wrong value, or a source that does not exist.
    """
    project = load(config_file(config_path, environ, cwd), overrides, environ, machine(environ, cwd))
    for layer in project.layers.values():
        _hold_layer(layer, project, cwd)
    return with_smoke_events(project, _top(project.file, cwd)) if project.file else project


def project_if_any(
    config_path: Path | None, overrides: Overrides, environ: Mapping[str, str], cwd: Path
) -> Project | None:
    """Load the project as `load_project` does; `None` where no file is named and none is found.

    Raises:
        ConfigError: As `load_project`, for a file that is there or was named.
    """
    if config_path or environ.get(CONFIG_VARIABLE) or find_file(cwd):
        return load_project(config_path, overrides, environ, cwd)
    return None


def adhoc_project(
    requirements: Sequence[str],
    name: str | None,
    overrides: Overrides,
    environ: Mapping[str, str],
    cwd: Path,
) -> Project:
    """Make a project of one layer from files given on the command line, without any configuration file.

    Args:
        requirements: What `-r` said, at least one file or folder; relative to `cwd`.
        name: What `--name` said; `None` takes the only file's stem, or `layer`.
        overrides: What the other flags said; a target must come from here or from `LAMELLA_TARGETS`.
        environ: The process's environment.
        cwd: Absolute working folder.

    Raises:
        UsageError: No target, or a name that Lambda does not take.
        ConfigError: A file that does not exist, or a wrong variable.
    """
    project = adhoc(requirements, name, overrides, environ, machine(environ, cwd))
    for layer in project.layers.values():
        _hold_layer(layer, project, cwd)
    return project


def settings_here(environ: Mapping[str, str], cwd: Path) -> Settings:
    """Return the settings of the project that `cwd` is in; the defaults and variables where it is in none.

    Raises:
        ConfigError: A variable or the file is wrong.
    """
    if environ.get(CONFIG_VARIABLE) or find_file(cwd):
        return load(config_file(None, environ, cwd), Overrides(), environ, machine(environ, cwd)).settings
    return settings_alone(Overrides(), environ, machine(environ, cwd))


def machine(environ: Mapping[str, str], cwd: Path) -> Machine:
    """Return what defaults depend on here.

    Raises:
        ConfigError: The user has no home folder.
    """
    try:
        home = Path(environ.get("HOME") or Path.home())
    except RuntimeError as error:
        raise ConfigError("the home folder is not known", why=str(error), hint="set HOME") from error
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return Machine(cwd, home, sys.platform, processors)


def _hold_layer(layer: Layer, project: Project, cwd: Path) -> None:
    """Hold what a layer names against the files that are there."""
    if project.file is None:
        where = KeyPath("-r")
    else:
        top = _top(project.file, cwd)
        where = top.at("layers", layer.name, "source")
        _hold_functions(layer, project.root, top.at("layers", layer.name, "test", "functions"))
    for entry in layer.source:
        if is_file_entry(entry):
            _hold_exists(entry, project.root, where)
        else:
            _hold_requirement(entry, where)
    for position, include in enumerate(layer.include):
        _hold_exists(
            include.source, project.root, replace(where, parts=where.parts[:-1]).at("include", position, "from")
        )
    try:
        classify(layer.source, project.root, layer.groups, layer.extras, lambda path: S_ISDIR(mode_of(path)))
    except ConfigError as error:
        raise ConfigError(f"{where}: {error.what}", why=error.why, hint=error.hint) from error


def _top(file: Path, cwd: Path) -> KeyPath:
    return KeyPath(shown_path(file, cwd), ("tool", "lamella") * (file.name == PYPROJECT), file)


def _hold_functions(layer: Layer, root: Path, where: KeyPath) -> None:
    for position, function in enumerate(layer.test.functions):
        here = where.at(position)
        _hold_exists(function.code, root, here.at("code"))
        if not S_ISDIR(mode_of(root / function.code)):
            raise here.at("code").wrong(
                function.code, f"a folder, relative to {root}", because="it is a file", hint="name the file's folder"
            )
        _hold_exists(function.events, root, here.at("events"))
        if S_ISDIR(mode_of(root / function.events)):
            raise here.at("events").wrong(
                function.events, f"a JSON file with a list, relative to {root}", because="it is a folder"
            )


def _hold_exists(entry: str, root: Path, where: KeyPath) -> None:
    path = root / entry
    if not mode_of(path):
        raise where.wrong(
            entry,
            f"a file or folder, relative to {root}",
            because="it does not exist",
            hint=did_you_mean(path.name, _names_in(path.parent)),
        )


def _names_in(folder: Path) -> list[str]:
    try:
        return [each.name for each in folder.iterdir()]
    except OSError:
        return []


def _hold_requirement(entry: str, where: KeyPath) -> None:
    try:
        Requirement(entry)
    except InvalidRequirement as error:
        raise where.wrong(
            entry,
            'a requirement such as requests>=2.32, or a file: with a "/" or a suffix .txt .toml .lock .in',
            because=str(error).splitlines()[0],
        ) from error
