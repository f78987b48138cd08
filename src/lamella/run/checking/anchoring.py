"""Finds what vouches for a target's files: the lock, a manifest, wheels."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from lamella.archive.reader import Archive
from lamella.build.lock import Lock
from lamella.check.provenance.anchors import (
    NOT_ANCHORED,
    Anchored,
    by_manifest,
    by_wheels,
    locked_archive,
    not_in_lock,
    whole,
)
from lamella.check.provenance.attested import Attestation, raised, told
from lamella.check.subject import Subject
from lamella.errors import HostileArchiveError
from lamella.host.attestations import NotAttestedError, publishers_of
from lamella.run.building import lockfile
from lamella.run.checking.gather import Gathered, digest_of
from lamella.run.checking.request import Context, Request
from lamella.run.manifest_beside import read_manifest


def anchored(
    request: Request, context: Context, subject: Subject, gathered: Gathered
) -> tuple[Anchored, tuple[str, ...]]:
    """Return what vouches for the files, attestations of publishers included, and what the user should know of it.

    Raises:
        ConfigError: The lock cannot be read.
        UsageError: Attestations cannot be verified here.
    """
    by_lock, notes = _by_lock(request, context, subject, gathered)
    if not context.attestations or not by_lock.how:
        return by_lock, notes
    merged = subject.inspection.merged
    present = {(each.name, each.version) for layer in merged.distributions for each in layer}
    said = {key: each for key, each in _attestations(context.attestations, context.lock).items() if key in present}
    return raised(subject, by_lock, said), (*notes, *told(said))


@lru_cache(maxsize=4)
def _attestations(folder: str, lock: str) -> Mapping[tuple[str, str], Attestation]:
    found: dict[tuple[str, str], Attestation] = {}
    for targets in _lock(lock).layers.values():
        for release in (each for entry in targets.values() for each in entry.releases):
            path = Path(folder) / f"{release.filename}.provenance"
            if release.filename and path.is_file():
                try:
                    publishers = publishers_of(path.read_bytes(), release.filename, release.sha256)
                except NotAttestedError as error:
                    found[release.name, release.version] = Attestation((), str(error))
                else:
                    found[release.name, release.version] = Attestation(publishers)
    return found


def _by_lock(
    request: Request, context: Context, subject: Subject, gathered: Gathered
) -> tuple[Anchored, tuple[str, ...]]:
    """Return what vouches for the files, and what the user should know of it.

    Raises:
        ConfigError: The lock cannot be read.
    """
    lock = _lock(context.lock)
    if len(gathered.layers) == 1:
        digest = digest_of(gathered.layers[0].origin)
        hit = locked_archive(lock, digest) if digest else None
        if hit is not None:
            made = whole(subject, hit[0], hit[1])
            return made, (made.how,)
        made_by = _by_manifest(request, lock, subject)
        if made_by is not None:
            return made_by, (made_by.how,)
    if context.wheels and lock.layers:
        found = by_wheels(subject, _wheels(context.wheels), lock)
        return found, (found.how,) if found.how else ()
    return NOT_ANCHORED, ()


def _by_manifest(request: Request, lock: Lock, subject: Subject) -> Anchored | None:
    path = Path(request.paths[0])
    manifest = (
        read_manifest(Path(request.manifest).with_suffix("").with_suffix(".zip"))
        if request.manifest
        else read_manifest(path)
    )
    if not manifest:
        return None
    layer, target = str(manifest.get("layer")), str(manifest.get("target"))
    entry = lock.get(layer, target)
    found = by_manifest(subject, manifest, entry)
    if found is None or entry is None:
        return found
    return Anchored(found.tiers, (*found.findings, *not_in_lock(subject, entry)), found.how)


@lru_cache(maxsize=4)
def _lock(path: str) -> Lock:
    return lockfile.read(Path(path)) if path else Lock({})


@lru_cache(maxsize=4)
def _wheels(folder: str) -> Mapping[str, Mapping[str, str]]:
    return {digest: files for path in sorted(Path(folder).rglob("*.whl")) for digest, files in [_wheel(path)]}


def _wheel(path: Path) -> tuple[str, Mapping[str, str]]:
    data = path.read_bytes()
    try:
        archive = Archive.parse(data)
        files = {entry.path: sha256(archive.read(entry)).hexdigest() for entry in archive.entries if entry.size_bytes}
    except HostileArchiveError:
        # A wheel that is no honest zip vouches for nothing.
        files = {}
    return sha256(data).hexdigest(), files
