"""Plans which layer versions go: `lamella clean`."""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lamella.change.clean import (
    MOST_PERCENT,
    MOST_VERSIONS,
    CleanRequest,
    Retention,
    plan_clean,
    retained,
)
from lamella.change.exported import FILE_NAME
from lamella.change.plan import Plan
from lamella.errors import UsageError
from lamella.fleet.fleet import Fleet
from lamella.fleet.needs import uses
from lamella.model.place import Place
from lamella.run.cleaning.destination import destination
from lamella.run.cleaning.observation import Asked, detailed, observe, with_aliases
from lamella.run.layers_named import ByArn, NamedLayer, readable
from lamella.run.layers_there import hold_there
from lamella.run.scope import Scope

# AWS answers 15 requests a second in each place; more threads would only wait.
_THREADS = 16


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """What `lamella clean` was asked for.

    Attributes:
        retention: What may go.
        most_percent: Of a layer's versions in one place; more needs `--force`.
        most_versions: In all; more needs `--force`.
        pins: Files and folders whose references count; relative to the working folder.
        assumed: Accounts, organisations (`o-...`) and `public` whose grants are not taken for use; `stacks` takes
            stacks that cannot be read as naming nothing.
        archive: Where copies go, `s3://BUCKET/PREFIX` or a folder; `None` for the environment's, or the state folder.
        commit: Of the project's repository.
    """

    retention: Retention = field(default_factory=Retention)
    most_percent: int = MOST_PERCENT
    most_versions: int = MOST_VERSIONS
    pins: tuple[Path, ...] = ()
    assumed: tuple[str, ...] = ()
    archive: str | None = None
    commit: str | None = None


def clean(
    scope: Scope,
    layers: Sequence[NamedLayer] | None,
    options: CleanOptions,
    root: Path | None,
    now: datetime,
) -> Plan:
    """Read a scope and plan what goes.

    Args:
        scope: Where; functions of all its places are read.
        layers: Which; `None` for every layer of the scope.
        options: What may go.
        root: The project's folder, in which an exported lock file counts; `None` without a project.
        now: With a time zone.

    Raises:
        UsageError: A file of `options.pins` cannot be read, `options.archive` is no address of S3, or a layer named by
            ARN is outside the scope, where functions that use it would not be seen.
        NotFoundError: A layer named by its AWS name or ARN has no version anywhere.
        StateError, AwsError: The state store cannot be read.
    """
    _hold_in_scope(layers or (), scope.places)
    pins = _pins(options.pins, root)
    asked = Asked(None if layers is None else readable(layers), pins, options.assumed)
    with ThreadPoolExecutor(_THREADS) as executor:
        observed = observe(scope, asked, executor, now)
        if layers is not None:
            hold_there(layers, observed.fleet)
        fleet = _looked_into(scope, observed.fleet, options.retention, executor, now)
    request = CleanRequest(
        scope.environment.name,
        destination(scope, options.archive, root),
        options.retention,
        options.most_percent,
        options.most_versions,
        pins,
        options.assumed,
        options.commit,
        observed.notes,
    )
    return plan_clean(fleet, request, now)


def _looked_into(scope: Scope, fleet: Fleet, retention: Retention, executor: Executor, now: datetime) -> Fleet:
    """Read more about the versions that retention would let go, and no other: each costs two calls."""
    by_retention = retained(fleet.layer_versions, retention, now)
    released = frozenset(arn for arn, reasons in by_retention.items() if not reasons)
    used = uses(fleet).keys()
    fleet = with_aliases(scope.clients, fleet, released & used, executor)
    return detailed(scope.clients, fleet, released - used, executor)


def _pins(named: Sequence[Path], root: Path | None) -> tuple[str, ...]:
    exported = root / FILE_NAME if root else None
    found = (exported,) if exported and exported.is_file() else ()
    return tuple(dict.fromkeys(str(path.absolute()) for path in (*found, *named)))


def _hold_in_scope(layers: Sequence[NamedLayer], places: Sequence[Place]) -> None:
    for layer in layers:
        if isinstance(layer, ByArn) and layer.arn.place not in places:
            account, region = layer.arn.place.account, layer.arn.place.region
            raise UsageError(
                f"{layer.arn} is outside the accounts and Regions of this command",
                why="functions there would not be read, so what they use could not be told; read would be "
                + ", ".join(str(place) for place in places),
                hint=f"add --region {region}"
                if account in {place.account for place in places}
                else f"choose an environment (--env) that has account {account}",
            )
