"""Packs slimmed by proof: made from the packs that rules alone give, by copying what stays."""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

import deflate

from lamella.archive.member import Member, Method, compress
from lamella.build import pack as packs
from lamella.build.cache import Cache, StoredPack, read_data
from lamella.build.digests import is_record, record_digest
from lamella.build.pack import Pack, Packed
from lamella.build.proof.derive import derive
from lamella.build.slim import Slimmed
from lamella.model.layer import Compress, Slimming
from lamella.model.target import Target
from lamella.model.tree import File, Tree
from lamella.run.building.units import PackReader


@dataclass(frozen=True)
class PackContents:
    """Contents that are read out of open packs and inflated."""

    reader: PackReader
    places: Mapping[str, tuple[StoredPack, Packed]] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: PackReader) -> "PackContents":
        """Contents of every file of the reader's packs."""
        places = {packed.file.sha256: (stored, packed) for stored in reader.packs for packed in stored.pack.packed}
        return cls(reader, places)

    def read(self, file: File) -> bytes:
        """Return the file's content."""
        member = self.places[file.sha256][1].member
        data = self.stored(file)
        return data if member.method is Method.STORED else bytes(deflate.deflate_decompress(data, member.size_bytes))

    def stored(self, file: File) -> bytes:
        """Return the content as it is stored."""
        pack, packed = self.places[file.sha256]
        return read_data(pack, packed, self.reader.descriptor(pack))


def derived(
    cache: Cache,
    base: StoredPack,
    target: Target,
    kept: AbstractSet[str],
    slimming: Slimming,
    compression: Compress,
) -> tuple[StoredPack, bool]:
    """Return a unit's pack with only what stays, and whether the cache had it.

    The key covers the base and what stays of this unit, so a change elsewhere in the layer leaves it as it is.

    Args:
        cache: Of packs.
        base: The unit as the rules leave it, with bytecode beside sources.
        target: Of the layer.
        kept: Paths that stay, of the whole layer.
        slimming: The layer's.
        compression: Of what is written anew.
    """
    files = [packed.file for packed in base.pack.packed]
    mine = sorted(file.path for file in files if file.path in kept)
    head = ["derived", base.path.stem, slimming.slim.value, slimming.bytecode.value, compression.value, *slimming.keep]
    digest = hashlib.sha256("\0".join([*head, "", *mine]).encode()).hexdigest()
    known = cache.get(digest, time.time())
    if known is not None:
        return known, True
    with PackReader([base]) as reader:
        contents = PackContents.of(reader)
        made = derive(Tree.of(target, files), contents, frozenset(mine), slimming)
        members = [_member(file, made, contents, compression) for file in made.tree.files]
        headers = [(file, member) for file, (member, _) in zip(made.tree.files, members, strict=True)]
        pack = _describe(base.pack, made, headers)
        return cache.put(digest, pack, _data(made.tree.files, members, contents)), False


def _member(file: File, made: Slimmed, contents: PackContents, compression: Compress) -> tuple[Member, bytes | None]:
    """Return a file's zip headers, and its data unless that is in the base."""
    place = contents.places.get(file.sha256)
    if place is not None:
        return replace(place[1].member, path=file.path, mode=file.mode), None
    return compress(file.path, file.mode, made.contents.read(file), compression.level)


def _data(
    files: Sequence[File], members: Sequence[tuple[Member, bytes | None]], contents: PackContents
) -> Iterator[bytes]:
    for file, (_, data) in zip(files, members, strict=True):
        yield contents.stored(file) if data is None else data


def _describe(base: Pack, made: Slimmed, members: Sequence[tuple[File, Member]]) -> Pack:
    files = made.tree.files
    there = made.tree.paths()
    return replace(
        base,
        packed=packs.placed(members),
        records=(*base.records, *made.records),
        record_sha256={file.path: record_digest(made.contents.read(file)) for file in files if is_record(file.path)},
        natives={path: digest for path, digest in base.natives.items() if path in there},
    )
