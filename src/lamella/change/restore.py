"""Plans to publish again what `clean` deleted, from the copy that it kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from lamella.change.action import ArchiveFile
from lamella.change.kept import KeptVersion
from lamella.change.plan import LeftAlone, Plan, PlanKind
from lamella.change.publish import Source, publish_plan
from lamella.change.record import Published
from lamella.change.wanted import Item, Seen, Wanted, difference
from lamella.fleet.fleet import LayerVersion
from lamella.model.arn import LayerVersionArn
from lamella.model.layer import Environment

_NEW_NUMBER = "the version gets a new number; functions, grants and channels stay as they are"
# Lambda takes a version without architectures as one for x86_64.
_ARCHITECTURE = "x86_64"


def plan_restore(
    environment: Environment,
    kept: KeptVersion,
    archive: ArchiveFile,
    newest: LayerVersion | None,
    record: Published | None,
    source: Source,
) -> Plan:
    """Plan to publish a copy's bytes and metadata; nothing where the newest version has them already.

    Args:
        environment: Whose buckets are used, and in which the version is recorded.
        kept: The copy.
        archive: Its zip.
        newest: With digest; the newest version with the copy's runtimes and architectures.
        record: Of the deleted version, where lamella published it: its layer, target and label are taken over.
        source: Of kind RESTORE.

    Raises:
        ConfigError: The zip is too large for a direct upload and its Region has no bucket.
    """
    wanted = Wanted(
        layer=record.layer if record else kept.arn.layer.name,
        target=record.target if record else _target(kept),
        name=kept.arn.layer.name,
        archive=archive,
        metadata=kept.metadata,
        label=record.label if record else "",
    )
    notes = (*source.notes, *((_NEW_NUMBER, *_grants(kept)) if difference(wanted, newest) else ()))
    item = Item(wanted, kept.arn.place, Seen(newest))
    return publish_plan(replace(environment, channel=""), (item,), replace(source, notes=notes))


def nothing_to_restore(environment: Environment, arn: LayerVersionArn, now: datetime) -> Plan:
    """Return the Plan for a version that was not deleted."""
    left = LeftAlone(arn.place, arn.short, "it is still there")
    return Plan(PlanKind.RESTORE, environment.name, (arn.place,), (), now, (left,))


def record_of(arn: LayerVersionArn, environment: str, records: Iterable[Published]) -> Published | None:
    """Return the record of a version, the environment's own first."""
    found = sorted((each for each in records if each.arn == arn), key=lambda each: each.environment != environment)
    return found[0] if found else None


def _grants(kept: KeptVersion) -> tuple[str, ...]:
    if not kept.statements:
        return ()
    had = ", ".join(str(statement.grant) for statement in kept.statements)
    return (f"it was shared with {had}; `lamella share` gives what lamella.toml names",)


def _target(kept: KeptVersion) -> str:
    runtime = next(iter(kept.metadata.runtimes), "any")
    return f"{runtime}/{next(iter(kept.metadata.architectures), _ARCHITECTURE)}"
