"""Plans clean-up: which versions of layers go, and because of what each other one stays."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lamella.change.action import DeleteLayerVersion, KeepLayerVersion
from lamella.change.exported import newest
from lamella.change.plan import LeftAlone, Plan, PlanKind, Step, Threshold
from lamella.change.record import Published
from lamella.fleet.fleet import Fleet, LayerVersion, Pin
from lamella.fleet.needs import needs, uses
from lamella.model.arn import LayerArn, LayerVersionArn

DEFAULT_KEEP = 5
MOST_PERCENT = 30
MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class Retention:
    """What may go, as far as nothing needs it.

    Attributes:
        keep: The newest versions that stay; they are counted for each set of runtimes and architectures, since a layer
            for two targets has two newest versions.
        older_than: Younger versions stay; `None` for no such rule.
    """

    keep: int = DEFAULT_KEEP
    older_than: timedelta | None = None


@dataclass(frozen=True, slots=True)
class CleanRequest:
    """What `lamella clean` was asked for.

    Attributes:
        environment: Its name.
        destination: Where copies go: `s3://BUCKET/PREFIX` or an absolute folder.
        retention: What may go.
        most_percent: Of a layer's versions in one place; more needs `--force`.
        most_versions: In all; more needs `--force`.
        pins: Absolute paths given to `--pins`.
        assumed: Given to `--assume-unused-by`: accounts, organisations, `public`, `stacks`.
        commit: Of the project's repository.
        notes: What reading found, for the user.
    """

    environment: str
    destination: str
    retention: Retention = Retention()
    most_percent: int = MOST_PERCENT
    most_versions: int = MOST_VERSIONS
    pins: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    commit: str | None = None
    notes: tuple[str, ...] = ()


def record_pins(records: Iterable[Published]) -> tuple[Pin, ...]:
    """Return what the state store pins: the newest version of each environment, layer, target, account and Region.

    Older records say what once was published; if each of them pinned its version, nothing that lamella published could
    ever go. Each published name counts by itself: projects that share a store may have layers of one name in the file.
    """
    by_layer: dict[LayerArn, list[Published]] = defaultdict(list)
    for record in records:
        by_layer[record.arn.layer].append(record)
    return tuple(
        Pin(record.arn, f"environment {record.environment} (its newest {record.layer} for {record.target})")
        for alike in by_layer.values()
        for record in newest(alike)
    )


def retained(
    versions: Sequence[LayerVersion], retention: Retention, now: datetime
) -> Mapping[LayerVersionArn, tuple[str, ...]]:
    """Return the reasons for which retention alone keeps each version; an empty tuple for those that may go.

    Args:
        versions: All that there are of the layers in question.
        retention: What may go.
        now: With a time zone.
    """
    latest: set[LayerVersionArn] = set()
    for alike in _alike(versions).values():
        in_order = sorted((version.arn for version in alike), key=lambda arn: arn.number, reverse=True)
        latest.update(in_order[: retention.keep])
    reasons: dict[LayerVersionArn, tuple[str, ...]] = {}
    for version in versions:
        found = (f"one of the {retention.keep} newest",) if version.arn in latest else ()
        if retention.older_than is not None and now - version.created_at < retention.older_than:
            found = (*found, f"younger than {_told(retention.older_than)}")
        reasons[version.arn] = found
    return reasons


def plan_clean(fleet: Fleet, request: CleanRequest, now: datetime) -> Plan:
    """Plan the deletion of each version that neither retention nor any need keeps; a copy is kept of each before.

    Args:
        fleet: All versions of the layers to clean, with functions and pins; digests and policies of those versions that
            retention does not keep.
        request: What was asked for.
        now: With a time zone.
    """
    by_retention = retained(fleet.layer_versions, request.retention, now)
    needed = needs(fleet, request.assumed)
    known = uses(fleet)
    going: list[LayerVersion] = []
    left: list[LeftAlone] = []
    for version in sorted(fleet.layer_versions, key=lambda each: each.arn):
        # One reason is enough: what else is not known of the version was not asked for.
        reasons = (*by_retention[version.arn], *known.get(version.arn, ())) or needed[version.arn]
        if reasons:
            left.append(LeftAlone(version.arn.place, version.arn.short, "; ".join(dict.fromkeys(reasons))))
        else:
            going.append(version)
    return Plan(
        kind=PlanKind.CLEAN,
        environment=request.environment,
        places=fleet.places,
        steps=tuple(step for version in going for step in _steps(version, request)),
        made_at=now,
        left_alone=tuple(left),
        gaps=fleet.gaps,
        exceeded=_exceeded(fleet.layer_versions, going, request),
        notes=(*_notes(going), *request.notes),
        pins=request.pins,
        assumed=request.assumed,
        commit=request.commit,
    )


def left_version(left: LeftAlone) -> LayerVersionArn | None:
    """Return the version that a clean Plan left alone; `None` where the subject is something else."""
    name, _, number = left.subject.rpartition(":")
    return LayerArn.at(left.place, name).version(int(number)) if name and number.isdecimal() else None


def _alike(versions: Iterable[LayerVersion]) -> Mapping[object, Sequence[LayerVersion]]:
    groups: dict[object, list[LayerVersion]] = defaultdict(list)
    for version in versions:
        groups[version.arn.layer, version.made_for].append(version)
    return groups


def _steps(version: LayerVersion, request: CleanRequest) -> Iterable[Step]:
    arn, place = version.arn, version.arn.place
    digest, size_bytes = version.code_sha256 or "", version.code_size_bytes or 0
    keep = Step(
        f"keep {arn.short} {place}",
        KeepLayerVersion(place, arn, digest, size_bytes, request.destination),
        f"so that `lamella restore {arn}` can publish it again",
    )
    yield keep
    yield Step(
        f"delete {arn.short} {place}",
        DeleteLayerVersion(place, arn, digest, size_bytes),
        f"{_rule(request.retention)}; nothing that was read uses or names it",
        after=(keep.id,),
    )


def _rule(retention: Retention) -> str:
    older = "" if retention.older_than is None else f", older than {_told(retention.older_than)}"
    return f"not one of the {retention.keep} newest{older}"


def _exceeded(
    versions: Iterable[LayerVersion], going: Collection[LayerVersion], request: CleanRequest
) -> tuple[Threshold, ...]:
    there: dict[LayerArn, int] = defaultdict(int)
    gone: dict[LayerArn, int] = defaultdict(int)
    for version in versions:
        there[version.arn.layer] += 1
    for version in going:
        gone[version.arn.layer] += 1
    by_layer = (
        Threshold(
            f"deletions of the {there[layer]} versions of {layer.name} in {layer.place}",
            count,
            there[layer] * request.most_percent // 100,
        )
        for layer, count in sorted(gone.items())
    )
    in_all = Threshold("deletions in all", len(going), request.most_versions)
    return tuple(threshold for threshold in (*by_layer, in_all) if threshold.count > threshold.most)


def _notes(going: Collection[LayerVersion]) -> tuple[str, ...]:
    if not going:
        return ()
    size_bytes = sum(version.code_size_bytes or 0 for version in going)
    told = f"the zips of what goes have {size_bytes:,} bytes as GetLayerVersion tells them"
    return (f"{told}; how AWS meters code storage is unverified",)


def _told(age: timedelta) -> str:
    days, hours = age / timedelta(days=1), age / timedelta(hours=1)
    count, unit = (days, "day") if days.is_integer() else (hours, "hour")
    return f"{count:g} {unit}{'' if count == 1 else 's'}"
