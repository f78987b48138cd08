"""Where copies of deleted versions are kept."""

import re
from pathlib import Path

from lamella.errors import UsageError
from lamella.model.arn import LayerVersionArn
from lamella.run.scope import Scope

_FOLDER = "kept"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\s]*)?")


def destination(scope: Scope, archive: str | None, root: Path | None) -> str:
    """Return where `clean` puts copies: `s3://BUCKET/PREFIX` or an absolute folder.

    Args:
        scope: Its environment may name a place; else it is the state folder.
        archive: What `--archive` said; a folder is relative to the working folder.
        root: The project's folder, which the environment's folder is relative to.

    Raises:
        UsageError: An address that is not one of S3, or nothing.
    """
    if archive is not None:
        return _held(archive, Path.cwd())
    if scope.environment.keep_copies is not None:
        return _held(scope.environment.keep_copies, root or Path.cwd())
    return str(scope.state / _FOLDER)


def destinations(scope: Scope, arn: LayerVersionArn, archive: str | None, root: Path | None) -> tuple[str, ...]:
    """Return where a copy of a version may be, in the order in which to look; what `--archive` says is looked at alone.

    Raises:
        UsageError: An address that is not one of S3.
    """
    if archive is not None:
        return (destination(scope, archive, root),)
    recorded = (record.kept_at for record in scope.store.records() if record.arn == arn and record.kept_at)
    return tuple(dict.fromkeys((*recorded, destination(scope, None, root), str(scope.state / _FOLDER))))


def _held(text: str, folder: Path) -> str:
    if not text.strip():
        raise UsageError("the place for copies is empty", hint="write s3://BUCKET/PREFIX, or a folder; `.` is this one")
    if not _SCHEME.match(text):
        return str((folder / Path(text).expanduser()).absolute())
    if not _BUCKET.fullmatch(text):
        raise UsageError(f"`{text}` cannot keep copies", hint="write s3://BUCKET/PREFIX, or a folder")
    return text.rstrip("/")
