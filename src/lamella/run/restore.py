"""Plans to publish again what `clean` deleted: `lamella restore`."""

from datetime import datetime
from pathlib import Path

from lamella.aws.copies import read_kept
from lamella.aws.versions import layer_version, newest
from lamella.change.action import ArchiveFile
from lamella.change.kept import KeptVersion
from lamella.change.plan import Plan, PlanKind
from lamella.change.publish import Source
from lamella.change.restore import nothing_to_restore, plan_restore, record_of
from lamella.errors import NotFoundError
from lamella.model.arn import LayerVersionArn
from lamella.model.digests import sha256_of
from lamella.run.cleaning.destination import destinations
from lamella.run.scope import Scope

_FOLDER = "restore"


def restore(scope: Scope, arn: LayerVersionArn, archive: str | None, root: Path | None, source: Source) -> Plan:
    """Find the copy of a deleted version and plan to publish it.

    Args:
        scope: With the version's place.
        arn: The version that was deleted.
        archive: What `--archive` said: where to look; `None` looks where the records, the environment and the state
            folder say.
        root: The project's folder, which the environment's folder is relative to.
        source: Of kind RESTORE.

    Raises:
        NotFoundError: There is no copy; the message says where was looked.
        UsageError: `archive` is no address of S3.
        ConfigError: The zip is too large for a direct upload and its Region has no bucket.
        AwsError, StateError: Something could not be read, or the copy is damaged.
    """
    if layer_version(scope.clients, arn) is not None:
        return nothing_to_restore(scope.environment, arn, source.made_at)
    path = scope.state / _FOLDER / f"{arn.place.account}-{arn.place.region}-{arn.layer.name}-{arn.number}.zip"
    kept = _kept(scope, arn, destinations(scope, arn, archive, root), path)
    return plan_restore(
        scope.environment,
        kept,
        ArchiveFile(path, sha256_of(kept.code_sha256), kept.size_bytes),
        newest(scope.clients, arn.layer, kept.metadata.runtimes, kept.metadata.architectures),
        record_of(arn, scope.environment.name, scope.store.records()),
        source,
    )


def restoring(made_at: datetime, commit: str | None) -> Source:
    """Return what a Plan of `restore` says of where it was made."""
    return Source(PlanKind.RESTORE, made_at, commit)


def _kept(scope: Scope, arn: LayerVersionArn, places: tuple[str, ...], path: Path) -> KeptVersion:
    for place in places:
        kept = read_kept(scope.clients, place, arn, path)
        if kept is not None:
            return kept
    raise NotFoundError(
        f"there is no copy of {arn}",
        why=f"looked in {', '.join(places)}",
        hint="`--archive` names where `lamella clean` kept it; AWS gives nobody the bytes of a deleted version",
    )
