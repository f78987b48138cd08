"""An Action in a few words."""

from dataclasses import dataclass
from typing import assert_never

from lamella.change.action import (
    Action,
    AddLayerVersionPermission,
    DeleteLayerVersion,
    Direct,
    FromBucket,
    KeepLayerVersion,
    PublishedBy,
    PublishLayerVersion,
    PutObject,
    PutParameter,
    RemoveLayerVersionPermission,
    VersionRef,
)
from lamella.render.size import size


@dataclass(frozen=True, slots=True)
class Words:
    """What an Action does.

    Attributes:
        sign: `+` adds, `-` takes away, `~` changes.
        verb: `publish`.
        subject: What it is done to.
    """

    sign: str
    verb: str
    subject: str


def words_of(action: Action) -> Words:  # noqa: PLR0911 - one for each Action
    """Return what an Action does in a few words."""
    match action:
        case PutObject(_, bucket, key, archive):
            return Words("+", "upload", f"{archive.path.name} ({size(archive.size_bytes)}) to s3://{bucket}/{key}")
        case PublishLayerVersion():
            return Words("+", "publish", _published(action))
        case AddLayerVersionPermission(_, version, grant):
            return Words("+", "share", f"{short(version)} with {grant}")
        case RemoveLayerVersionPermission(_, version, _, grant):
            return Words("-", "unshare", f"{short(version)} with {grant}")
        case PutParameter(_, name, version, before):
            return Words("+" if before is None else "~", "point", f"{name} at {short(version)}")
        case KeepLayerVersion(_, version, _, size_bytes, destination):
            return Words("+", "keep", f"a copy of {short(version)} ({size(size_bytes)}) in {destination}")
        case DeleteLayerVersion(_, version, _, size_bytes):
            return Words("-", "delete", f"{short(version)} ({size(size_bytes)})")
        case _:
            assert_never(action)


def short(version: VersionRef) -> str:
    """Return `data:7`, or `the new version`."""
    return "the new version" if isinstance(version, PublishedBy) else version.short


def _published(action: PublishLayerVersion) -> str:
    match action.content:
        case Direct():
            way = ""
        case FromBucket(reference=True):
            way = ", stays in the bucket"
        case FromBucket():
            way = ", by way of the bucket"
        case _:
            assert_never(action.content)
    newest = "the first" if action.newest is None else f"after {action.newest}"
    target = f" for {action.target}" if action.target else ""
    return f"{action.layer_name}{target} ({size(action.archive.size_bytes)}{way}), {newest}"
