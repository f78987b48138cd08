"""Reads the events of smoke gates: files that lamella.toml names, and what `--smoke` says."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lamella.config.keypath import KeyPath
from lamella.config.origin import Origin
from lamella.config.project import Project
from lamella.config.rollout_values import smoke_events
from lamella.errors import ConfigError, UsageError
from lamella.model.rollout import RolloutSettings, Smoke

_FLAG = "--smoke"


def with_smoke_events(project: Project, top: KeyPath) -> Project:
    """Return the project with the events of every file that a `smoke` names.

    Args:
        project: As `lamella.config.load.load` gives it.
        top: Key path of lamella's table.

    Raises:
        ConfigError: A file is not there, or is no list of events.
    """
    everywhere = top.at("rollout", "smoke")
    environments = {}
    for name, each in project.environments.items():
        here = top.at("environments", name, "rollout", "smoke")
        where = here if _says(project.origins, f"environments.{name}", here) else everywhere
        environments[name] = replace(each, rollout=_with_events(each.rollout, project.root, where))
    return replace(project, environments=environments, rollout=_with_events(project.rollout, project.root, everywhere))


def smoke_of(text: str, cwd: Path) -> tuple[Smoke, ...]:
    """Read what `--smoke` says: an event as JSON, or `@FILE` with a list of events; for every function.

    Raises:
        UsageError: It is no JSON.
        ConfigError: The file cannot be read, or is no list of events.
    """
    if text.startswith("@"):
        shown = text.removeprefix("@")
        return (Smoke("", smoke_events(_text_of(cwd / shown, shown, KeyPath(_FLAG)), shown)),)
    try:
        event = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{_FLAG} is not JSON", why=str(error), hint="write an event such as {}, or @FILE with a list of events"
        ) from error
    return (Smoke("", smoke_events(json.dumps([event]), _FLAG)),)


def _says(origins: Mapping[str, Origin], environment: str, here: KeyPath) -> bool:
    return origins.get(f"{environment}.rollout.smoke") == here.origin


def _with_events(settings: RolloutSettings, root: Path, where: KeyPath) -> RolloutSettings:
    return replace(
        settings,
        smoke=tuple(
            _read(each, root, where.at(position, "events")) if each.file else each
            for position, each in enumerate(settings.smoke)
        ),
    )


def _read(smoke: Smoke, root: Path, where: KeyPath) -> Smoke:
    text = _text_of(root / smoke.file, smoke.file, where)
    return Smoke(smoke.functions, smoke_events(text, f"{where}: {smoke.file}"))


def _text_of(path: Path, shown: str, where: KeyPath) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown} is not UTF-8", why=f"{where} names it", hint="save the file as UTF-8") from error
    except OSError as error:
        raise where.wrong(shown, "a JSON file with a list of events", because=str(error.strerror).lower()) from error
