"""Records as a file, and records held against AWS: `lamella lock export|check`."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path

from lamella.atomic import replace_bytes
from lamella.aws.clients import Clients
from lamella.aws.parameters import parameters_below
from lamella.aws.versions import layer_version, layer_versions
from lamella.change.drift import Checked, Drift, Found, aws_drift, file_drift
from lamella.change.exported import from_json, newest, to_json
from lamella.change.names import parameter_parts, parameter_path
from lamella.change.record import Published
from lamella.config.project import Project
from lamella.errors import AwsError, ConfigError, RefusedError
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.arn import LayerArn
from lamella.run.scope import Scope

_MOST_THREADS = 32


def records_of(scope: Scope, project: Project | None) -> list[Published]:
    """Return the records of the scope's environment: of its accounts, and of the file's layers where there is a file.

    The store of the state folder serves all projects of a user, and another's environment may have the same name.

    Raises:
        StateError, AwsError: The store cannot be read.
    """
    accounts = {place.account for place in scope.places}
    return [
        it
        for it in scope.store.records(scope.environment.name)
        if it.arn.place.account in accounts and (project is None or it.layer in project.layers)
    ]


def exported_records(scope: Scope, project: Project | None, file: Path | None) -> tuple[Published, ...]:
    """Return the newest records of the scope's environment, and what the file has of other environments.

    Args:
        scope: Whose environment and store.
        project: Whose layers; `None` where there is no file.
        file: An exported file that is to be written anew; `None`, or not there: nothing is kept.

    Raises:
        ConfigError: The file is no exported file.
        RefusedError: The file has versions of the environment, and the store has not heard of any.
        StateError, AwsError: The store cannot be read.
    """
    environment = scope.environment.name
    # A device, such as /dev/stdout, has nothing to keep, and some have no end.
    there = (read_file(file) if file and (file.is_file() or file.is_dir()) else None) or ()
    records = records_of(scope, project)
    others = [it for it in there if it.environment != environment]
    if not records and len(others) < len(there):
        raise RefusedError(
            f"the state store has no version of environment {environment}, and {file} has {len(there) - len(others)}",
            why="they would go from the file, and nothing would keep them from `lamella clean`",
            hint=f"use the store that has their records (state_store, LAMELLA_STATE), or record what is there: "
            f"lamella publish --env {environment} --apply; to begin anew, take the file away",
        )
    return newest([*others, *records])


def write_file(file: Path, records: Iterable[Published]) -> None:
    """Write an exported file whole.

    Raises:
        OSError: It cannot be written.
    """
    replace_bytes(file, to_json(records).encode())


def read_file(file: Path) -> tuple[Published, ...] | None:
    """Return the records of an exported file; `None` when it is not there.

    Raises:
        ConfigError: It cannot be read, or is no exported file.
    """
    try:
        return from_json(file.read_bytes(), str(file))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read", why=error.strerror or str(error)) from error


def check(scope: Scope, project: Project | None, exported: Sequence[Published] | None) -> Checked:
    """Hold the newest records of the environment against AWS, in the places of the scope, and against a file.

    Args:
        scope: Where.
        project: Whose layers; `None` where there is no file.
        exported: What the file has; `None` where there is none.

    Raises:
        StateError, AwsError: The store cannot be read.
    """
    environment = scope.environment.name
    records = [it for it in records_of(scope, project) if it.arn.place in scope.places]
    checked = newest(records)
    drifts: list[Drift] = []
    if exported is not None:
        drifts += file_drift(
            checked, [it for it in exported if it.environment == environment and it.arn.place in scope.places]
        )
    groups = [tuple(members) for _, members in groupby(checked, key=lambda it: it.arn.layer)]
    gaps: list[Gap] = []
    with ThreadPoolExecutor(min(_MOST_THREADS, len(groups) or 1), "lamella-read") as executor:
        for found, unread in executor.map(partial(_layer, scope.clients, records), groups):
            drifts += found
            gaps += unread
    return Checked(len(checked), scope.places, tuple(sorted(drifts)), tuple(sorted(gaps)))


def _layer(clients: Clients, known: Sequence[Published], records: Sequence[Published]) -> tuple[list[Drift], list[Gap]]:
    """Return drift and gaps of the records of one published layer in one place."""
    layer = records[0].arn.layer
    drifts: list[Drift] = []
    gaps: list[Gap] = []
    try:
        listed = layer_versions(clients, layer)
    except AwsError as error:
        return [], [Gap(layer.place, f"versions of {layer.name}", error.in_one_line)]
    pointers = _pointers(clients, layer, gaps)
    for record in records:
        try:
            found = layer_version(clients, record.arn)
        except AwsError as error:
            gaps.append(Gap(layer.place, f"version {record.arn.short}", error.in_one_line))
            continue
        state = Found(found, _newest(listed, found), pointers.get(record.target, {}))
        drifts += aws_drift(record, state, [it for it in known if it.arn.layer == layer])
    return drifts, gaps


def _newest(listed: Iterable[LayerVersion], like: LayerVersion | None) -> int | None:
    if like is None:
        return None
    return max((it.arn.number for it in listed if it.made_for == like.made_for), default=None)


def _pointers(clients: Clients, layer: LayerArn, gaps: list[Gap]) -> Mapping[str, Mapping[str, str]]:
    """Return target -> channel -> value; what cannot be read is put into `gaps`."""
    path = parameter_path(layer.name)
    try:
        values = parameters_below(clients, layer.place, path)
    except AwsError as error:
        gaps.append(Gap(layer.place, f"parameters below {path}", error.in_one_line))
        return {}
    found: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        parts = parameter_parts(name)
        if parts:
            _, target, channel = parts
            found.setdefault(target, {})[channel] = value
    return found
