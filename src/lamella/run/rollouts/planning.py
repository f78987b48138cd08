"""Reads a fleet and plans a rollout: `lamella rollout start`."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from lamella.aws.clients import Clients
from lamella.aws.functions import function_versions
from lamella.aws.metrics import invocations_per_day
from lamella.aws.rollout.observing import observe
from lamella.change.rollout.function import FunctionRef
from lamella.change.rollout.observed import ObservedFunction
from lamella.change.rollout.plan import RolloutPlan
from lamella.change.rollout.planning.plan import plan_rollout
from lamella.change.rollout.planning.request import RolloutRequest
from lamella.config.project import Project
from lamella.errors import AwsError, UsageError
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn
from lamella.model.place import Place
from lamella.model.rollout import RolloutSettings
from lamella.run.cleaning.pin_files import pin_texts
from lamella.run.rollouts.sizes import unzipped_sizes
from lamella.run.rollouts.wanted import Wanted, wanted_versions
from lamella.run.scope import Scope

# AWS answers 100 GetFunction a second in each place.
_THREADS = 32
_FUNCTION = re.compile(
    r"arn:aws[a-z-]*:lambda:([a-z]{2,}(?:-[a-z]+)+-[0-9]+):([0-9]{12}):function:([a-zA-Z0-9_-]{1,64})"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which functions; each that uses the layer where nothing is said.

    Attributes:
        functions: Regular expression, the whole name; empty for all.
        tags: Key and value, all of which a function must have.
    """

    functions: str = ""
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RolloutAsked:
    """What `lamella rollout start` was asked for.

    Attributes:
        layer: A layer of the file, an AWS name, or an ARN.
        to: `latest`, a number, or the ARN of a version.
        settings: How.
        selection: Which functions.
        managed: Functions that infrastructure code owns are moved too.
        pins: Files and folders in which owners of functions are looked for: Terraform states.
        commit: Of the project's repository.
    """

    layer: str
    settings: RolloutSettings
    to: str = "latest"
    selection: Selection = Selection()
    managed: bool = False
    pins: tuple[Path, ...] = ()
    commit: str | None = None


def planned_rollout(scope: Scope, project: Project | None, asked: RolloutAsked, now: datetime) -> RolloutPlan:
    """Read the functions that use a layer, and plan how they move to another version.

    Args:
        scope: Where; functions of all its places are read.
        project: Names layers; `None` where there is no file.
        asked: What was asked for.
        now: With a time zone.

    Raises:
        UsageError: The layer, the version or the selection is none; a file of `pins` cannot be read.
        NotFoundError: There is no such layer, or no such version.
        AwsError: No place could be read.
    """
    pattern = _pattern(asked.selection.functions)
    owners = _owners(asked.pins)
    with ThreadPoolExecutor(_THREADS, "lamella-read") as executor:
        wanted = wanted_versions(scope, project, asked.layer, asked.to, executor)
        observed, gaps = _observed(scope, wanted, pattern, executor)
        chosen = [each for each in observed if dict(asked.selection.tags).items() <= (each.tags or {}).items()]
        counted, notes = _counted(scope.clients, chosen, executor, now)
    request = RolloutRequest(
        asked.layer,
        scope.environment.name,
        scope.places,
        asked.settings,
        wanted.versions,
        managed=asked.managed,
        owners=owners,
        unzipped_bytes=unzipped_sizes(scope, project, wanted),
        gaps=(*wanted.gaps, *gaps),
        notes=notes,
        commit=asked.commit,
    )
    return plan_rollout(request, counted, now)


def observed_claimed(scope: Scope, id_: str) -> tuple[tuple[ObservedFunction, ...], tuple[Gap, ...]]:
    """Return the functions of a scope that have the tag of a rollout, and what could not be read.

    Raises:
        AwsError: No place could be read.
    """
    with ThreadPoolExecutor(_THREADS, "lamella-read") as executor:
        names, gaps = _listed(scope, lambda _: True, executor)
        found: list[ObservedFunction] = []
        for place, here in names.items():
            observed, more = observe(scope.clients, place, here, executor)
            found += [each for each in observed if (each.tags or {}).get("lamella:rollout") == id_]
            gaps += more
    return tuple(found), tuple(gaps)


def _observed(
    scope: Scope, wanted: Wanted, pattern: re.Pattern[str], executor: Executor
) -> tuple[list[ObservedFunction], list[Gap]]:
    names, gaps = _listed(scope, lambda layers: bool(wanted.versions.keys() & set(layers)), executor)
    observed: list[ObservedFunction] = []
    for place, here in names.items():
        found, more = observe(scope.clients, place, [name for name in here if pattern.fullmatch(name)], executor)
        observed += found
        gaps += more
    return observed, gaps


def _listed(
    scope: Scope, wanted: Callable[[Collection[LayerArn]], bool], executor: Executor
) -> tuple[Mapping[Place, Sequence[str]], list[Gap]]:
    """Return the functions of each place of which some version has wanted layers."""
    reads = [(place, executor.submit(function_versions, scope.clients, place)) for place in scope.places]
    names: dict[Place, Sequence[str]] = {}
    failed: list[tuple[Place, AwsError]] = []
    for place, read in reads:
        try:
            found = read.result()
        except AwsError as error:
            failed.append((place, error))
        else:
            names[place] = sorted({it.name for it in found if wanted([layer.layer for layer in it.layers])})
    if failed and not names:
        raise failed[0][1]
    return names, [Gap(place, "functions", error.in_one_line) for place, error in failed]


def _counted(
    clients: Clients, observed: Sequence[ObservedFunction], executor: Executor, now: datetime
) -> tuple[list[ObservedFunction], tuple[str, ...]]:
    """Return the functions with their invocations a day; without where CloudWatch could not be read."""
    places: dict[Place, list[str]] = {}
    for each in observed:
        places.setdefault(each.ref.place, []).append(each.ref.name)
    reads = [
        (place, executor.submit(invocations_per_day, clients, place, names, now)) for place, names in places.items()
    ]
    counts: dict[FunctionRef, float] = {}
    notes: list[str] = []
    for place, read in reads:
        try:
            counts |= {FunctionRef(place, name): count for name, count in read.result().items()}
        except AwsError as error:
            notes.append(f"invocations a day of {place} are not known: {error.in_one_line}")
    return [replace(each, invocations_per_day=counts.get(each.ref)) for each in observed], tuple(notes)


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text or ".*", re.DOTALL)
    except re.error as error:
        raise UsageError(f"`{text}` is no regular expression", why=str(error)) from error


def _owners(pins: Iterable[Path]) -> Mapping[FunctionRef, str]:
    """Return which file names a function: Terraform writes its ARN into the state."""
    found: dict[FunctionRef, str] = {}
    for text in pin_texts([str(path.absolute()) for path in pins]):
        for region, account, name in _FUNCTION.findall(text.content):
            path = Path(text.source)
            kind = "terraform state" if path.suffix == ".tfstate" else "file"
            found.setdefault(FunctionRef(Place(account, region), name), f"{kind} {path.name}")
    return found
