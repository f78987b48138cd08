"""Finds and reads the configuration: the only place where it meets files and the environment."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from lamella.build.source import classify, is_file_entry
from lamella.config.closest import did_you_mean
from lamella.config.keypath import KeyPath
from lamella.config.load import Machine, adhoc, load, settings_alone
from lamella.config.precedence import CONFIG_VARIABLE
from lamella.config.project import Overrides, Project, Settings
from lamella.config.toml import PYPROJECT, ConfigFile, read_table
from lamella.errors import ConfigError
from lamella.model.layer import Layer

FILE_NAME = "lamella.toml"


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
    project = load(_config_file(config_path, environ, cwd), overrides, environ, machine(environ, cwd))
    for layer in project.layers.values():
        _hold_layer(layer, project, cwd)
    return project


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
        return load_project(None, Overrides(), environ, cwd).settings
    return settings_alone(Overrides(), environ, machine(environ, cwd))


def find_file(cwd: Path) -> Path | None:
    """Return the nearest configuration file at or above a folder.

    Raises:
        ConfigError: A pyproject.toml that mentions lamella cannot be read.
    """
    for folder in (cwd, *cwd.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
        if has_section(folder / PYPROJECT, cwd):
            return folder / PYPROJECT
        if (folder / ".git").exists():
            return None
    return None


def has_section(pyproject: Path, cwd: Path) -> bool:
    """Whether a pyproject.toml is there and holds a table [tool.lamella].

    Raises:
        ConfigError: It mentions lamella and cannot be parsed.
    """
    if not pyproject.is_file():
        return False
    file = read_file(pyproject, cwd)
    # Most projects on the way up have nothing to do with lamella; parsing them would only find their mistakes.
    return b"lamella" in file.content and read_table(file) is not None


def read_file(path: Path, cwd: Path) -> ConfigFile:
    """Read a file whole.

    Args:
        path: Absolute.
        cwd: Absolute working folder; errors name the path relative to it where that is shorter.

    Raises:
        ConfigError: It cannot be read.
    """
    shown = shown_path(path, cwd)
    try:
        return ConfigFile(path, shown, path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{shown} cannot be read", why=error.strerror or str(error)) from error


def shown_path(path: Path, cwd: Path) -> str:
    """Return a path as messages name it: relative when it is below the working folder."""
    return str(path.relative_to(cwd)) if path.is_relative_to(cwd) else str(path)


def machine(environ: Mapping[str, str], cwd: Path) -> Machine:
    """Return what defaults depend on here."""
    home = Path(environ.get("HOME") or Path.home())
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return Machine(cwd, home, sys.platform, processors)


def _config_file(config_path: Path | None, environ: Mapping[str, str], cwd: Path) -> ConfigFile:
    named, by = config_path, "--config"
    if named is None and environ.get(CONFIG_VARIABLE):
        named, by = Path(environ[CONFIG_VARIABLE]), CONFIG_VARIABLE
    if named is None:
        found = find_file(cwd)
        if found is None:
            raise ConfigError(
                f"no {FILE_NAME} in {cwd} or above",
                why=f"nor a {PYPROJECT} with a table [tool.lamella]",
                hint="`lamella init` writes one; `lamella build -r requirements.txt --target python3.13/x86_64` "
                "needs none",
            )
        return read_file(found, cwd)
    path = cwd / named
    if not path.is_file():
        raise ConfigError(f"{by}: {named} is {'a folder' if path.is_dir() else 'not there'}", hint="name a file")
    return read_file(path, cwd)


def _hold_layer(layer: Layer, project: Project, cwd: Path) -> None:
    """Hold what a layer names against the files that are there."""
    if project.file is None:
        where = KeyPath("-r")
    else:
        top = KeyPath(shown_path(project.file, cwd), ("tool", "lamella") * (project.file.name == PYPROJECT))
        where = top.at("layers", layer.name, "source")
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
        classify(layer.source, project.root, layer.groups, layer.extras, Path.is_dir)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error.what}", why=error.why, hint=error.hint) from error


def _hold_exists(entry: str, root: Path, where: KeyPath) -> None:
    path = root / entry
    if not path.exists():
        beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        raise where.wrong(
            entry,
            f"a file or folder, relative to {root}",
            because="it does not exist",
            hint=did_you_mean(path.name, beside),
        )


def _hold_requirement(entry: str, where: KeyPath) -> None:
    try:
        Requirement(entry)
    except InvalidRequirement as error:
        raise where.wrong(
            entry,
            'a requirement such as requests>=2.32, or a file: with a "/" or a suffix .txt .toml .lock .in',
            because=str(error).splitlines()[0],
        ) from error
