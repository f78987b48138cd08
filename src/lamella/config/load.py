"""Text, flags and variables in, a Project out. Reads no file and no environment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from msgspec import UNSET, UnsetType

from lamella.config import precedence
from lamella.config.check import check_of
from lamella.config.environments import environment_of
from lamella.config.keypath import KeyPath
from lamella.config.layers import layer_of
from lamella.config.origin import Default, Flag, Origin, Resolved, Variable
from lamella.config.precedence import CACHE_VARIABLE, Given, in_file, read_variables, resolve
from lamella.config.project import Overrides, Project, Settings
from lamella.config.rollout import Said, rollout_of
from lamella.config.shape import decode
from lamella.config.toml import ConfigFile, read_table
from lamella.config.values import hold_layer_name
from lamella.config.wire import Document, LayerTable
from lamella.errors import ConfigError, UsageError
from lamella.model.layer import Environment, Layer

_XDG_CACHE = "XDG_CACHE_HOME"


@dataclass(frozen=True, slots=True)
class Machine:
    """What defaults depend on.

    Attributes:
        cwd: Absolute working folder.
        home: Absolute home folder.
        platform: As `sys.platform` names it.
        processors: How many this process may use, at least 1.
    """

    cwd: Path
    home: Path
    platform: str
    processors: int


def load(file: ConfigFile, flags: Overrides, environ: Mapping[str, str], machine: Machine) -> Project:
    """Return the project that a file describes.

    Raises:
        ConfigError: The text, a value in it or a variable is wrong.
    """
    table = read_table(file)
    where = KeyPath(file.shown, file.section, file.path)
    if table is None:
        raise ConfigError(
            f"{file.shown} has no table [tool.lamella]",
            hint="`lamella init` writes a lamella.toml, or add [tool.lamella.layers.NAME] to it",
        )
    document = decode(table, Document, where)
    given = Given(flags, read_variables(environ))
    layers: dict[str, Layer] = {}
    environments: dict[str, Environment] = {}
    settings, origins = _settings(document, given, environ, machine, where)
    for name, layer_table in (document.layers or {}).items():
        layers[name], found = layer_of(name, layer_table, given, where.at("layers", name))
        origins |= {f"layers.{name}.{key}": origin for key, origin in found.items()}
    _differ_by_more_than_case(layers, where.at("layers"))
    everywhere = () if isinstance(document.rollout, UnsetType) else (Said(document.rollout, where.at("rollout")),)
    rollout, found = rollout_of(everywhere)
    origins |= {f"rollout.{key}": origin for key, origin in found.items()}
    check, found = check_of(document.check, where.at("check"))
    origins |= {f"check.{key}": origin for key, origin in found.items()}
    for name, environment_table in (document.environments or {}).items():
        here = where.at("environments", name)
        environments[name], found = environment_of(name, environment_table, here, everywhere)
        origins |= {f"environments.{name}.{key}": origin for key, origin in found.items()}
    return Project(file.path.parent, file.path, layers, environments, settings, origins, rollout, check)


def adhoc(
    requirements: Sequence[str], name: str | None, flags: Overrides, environ: Mapping[str, str], machine: Machine
) -> Project:
    """Return a project of one layer whose sources the command line names.

    Raises:
        UsageError: The name is not allowed, or no target is given.
        ConfigError: A variable is wrong.
    """
    if name is not None:
        hold_layer_name(name)
    given = Given(flags, read_variables(environ))
    if given.flags.targets is None and given.variables.targets is None:
        raise UsageError("no target is given", hint="add --target python3.12/x86_64; it may be given several times")
    chosen = name or _name_from(requirements)
    table = LayerTable(source=[_as_file(entry) for entry in requirements])
    layer, found = layer_of(chosen, table, given, KeyPath("command line"))
    settings, origins = _settings(Document(), given, environ, machine, KeyPath("command line"))
    origins |= {f"layers.{chosen}.{key}": origin for key, origin in found.items()}
    origins[f"layers.{chosen}.source"] = Flag("-r")
    rollout, found = rollout_of(())
    origins |= {f"rollout.{key}": origin for key, origin in found.items()}
    check, found = check_of(UNSET, KeyPath("command line"))
    origins |= {f"check.{key}": origin for key, origin in found.items()}
    return Project(machine.cwd, None, {chosen: layer}, {}, settings, origins, rollout, check)


def settings_alone(flags: Overrides, environ: Mapping[str, str], machine: Machine) -> Settings:
    """Return the settings where there is no configuration file.

    Raises:
        ConfigError: A variable is wrong.
    """
    given = Given(flags, read_variables(environ))
    return _settings(Document(), given, environ, machine, KeyPath("command line"))[0]


def _settings(
    document: Document, given: Given, environ: Mapping[str, str], machine: Machine, where: KeyPath
) -> tuple[Settings, dict[str, Origin]]:
    root = where.file.parent if where.file else machine.cwd
    flags, variables = given.flags, given.variables
    out = resolve(precedence.OUT, (flags.out, variables.out), in_file(document.out, where.at("out")), "dist")
    jobs = resolve(
        precedence.JOBS, (flags.jobs, variables.jobs), in_file(document.jobs, where.at("jobs")), machine.processors
    )
    cache = _cache(document, environ, machine, where)
    match out.origin:
        case Flag() | Variable():
            base = machine.cwd
        case _:
            base = root
    settings = Settings(_absolute(out.value, base, machine), jobs.value, cache.value)
    return settings, {"out": out.origin, "jobs": jobs.origin, "cache": cache.origin}


def _cache(document: Document, environ: Mapping[str, str], machine: Machine, where: KeyPath) -> Resolved[Path]:
    if named := environ.get(CACHE_VARIABLE):
        return Resolved(_absolute(named, machine.cwd, machine), Variable(CACHE_VARIABLE))
    if document.cache and where.file:
        return Resolved(_absolute(document.cache, where.file.parent, machine), where.at("cache").origin)
    if machine.platform == "darwin":
        return Resolved(machine.home / "Library" / "Caches" / "lamella", Default())
    # The XDG specification: a relative path is to be ignored.
    if (xdg := environ.get(_XDG_CACHE, "")).startswith("/"):
        return Resolved(Path(xdg) / "lamella", Variable(_XDG_CACHE))
    return Resolved(machine.home / ".cache" / "lamella", Default())


def _absolute(text: str, base: Path, machine: Machine) -> Path:
    if text == "~" or text.startswith("~/"):
        return machine.home / text[2:]
    return base / text


def _as_file(entry: str) -> str:
    return entry if "/" in entry else f"./{entry}"


def _name_from(requirements: Sequence[str]) -> str:
    if len(requirements) > 1:
        return "layer"
    stem = re.sub(r"[^a-zA-Z0-9_-]+", "-", PurePosixPath(requirements[0]).stem).strip("-")
    return stem[:140] or "layer"


def _differ_by_more_than_case(names: Mapping[str, Layer], where: KeyPath) -> None:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            raise ConfigError(
                f"{where.at(name)} differs from {where.at(other).key} only in case",
                why="on some file systems their archives would be one file",
                hint="rename one",
            )
