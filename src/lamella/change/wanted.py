"""Versions that are wanted, what was found of each in a place, and in what the two differ; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from lamella.change.action import ArchiveFile, Metadata
from lamella.change.description import without_commit
from lamella.change.record import Published
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.grant import Grant
from lamella.model.place import Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """A zip that is to be the newest version of a layer for a target.

    Attributes:
        layer, target: The configuration's name, and `python3.12/x86_64`.
        name: The published name.
        archive: The zip.
        metadata: What the version is to say of itself.
        grants: Who may use it.
        label: The user's version label; may be empty.
    """

    layer: str
    target: str
    name: str
    archive: ArchiveFile
    metadata: Metadata
    grants: tuple[Grant, ...] = ()
    label: str = ""

    def __str__(self) -> str:
        return f"{self.layer} {self.target}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is there now, of one wanted version in one place.

    Attributes:
        newest: Its layer's newest version with its runtimes and architectures, with digest, and with statements where
            grants are wanted; `None` when there is none.
        parameter: Value of the channel's parameter; `None` when there is none, or no channel.
    """

    newest: LayerVersion | None = None
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One wanted version in one place, and what was found there."""

    wanted: Wanted
    place: Place
    seen: Seen | Gap


def unrecorded(environment: str, items: Iterable[Item], records: Iterable[Published]) -> tuple[Published, ...]:
    """Return records for the versions that are there as wanted and that the environment's records lack.

    A run that was cut short between publishing and recording leaves such versions, and so does another state store.
    Their `digest` is empty, since no Plan of this store published them.
    """
    known = {record.arn for record in records if record.environment == environment}
    found = []
    for item in items:
        if isinstance(item.seen, Gap) or item.seen.newest is None or difference(item.wanted, item.seen.newest):
            continue
        newest = item.seen.newest
        if newest.arn not in known:
            wanted = item.wanted
            found.append(
                Published(
                    environment=environment,
                    layer=wanted.layer,
                    target=wanted.target,
                    arn=newest.arn,
                    code_sha256=wanted.archive.code_sha256,
                    size_bytes=wanted.archive.size_bytes,
                    label=wanted.label,
                    published_at=newest.created_at,
                    digest="",
                )
            )
    return tuple(found)


def difference(wanted: Wanted, newest: LayerVersion | None) -> str:
    """Say in one line why a version has to be published; empty when the newest one is as wanted."""
    if newest is None:
        return f"there is no version for {wanted.target} yet"
    which = newest.arn.short
    if newest.code_sha256 != wanted.archive.code_sha256:
        return f"the zip differs from {which}, the newest for {wanted.target}"
    pairs = {
        "description": (without_commit(newest.description), without_commit(wanted.metadata.description)),
        "licences": (newest.license_info, wanted.metadata.license_info),
    }
    other = [what for what, (there, here) in pairs.items() if there != here]
    return f"same zip as {which}; other metadata: {', '.join(other)}" if other else ""
