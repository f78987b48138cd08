"""A Pack: a unit slimmed, compiled and already deflated, ready to be copied into any archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from lamella.archive.member import Member
from lamella.model.passes import PassRecord
from lamella.model.tree import File

_MAGIC = b"lamella-pack-1\n"
_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of a pack, its zip headers, and where its stored data begins, counted from the pack's data."""

    file: File
    member: Member
    offset: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """What METADATA says of a distribution in the unit.

    Attributes:
        name: Normalised.
        version: As written.
        licence: SPDX expression where given, else what the licence field or classifiers say; empty if unknown.
        requires: Normalised names that it requires without an extra.
    """

    name: str
    version: str
    licence: str
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One unit, finished.

    Attributes:
        unit: Its name.
        packed: Files sorted by path, data in the same order.
        records: What each pass did, in order.
        before_bytes, before_files: As installed.
        distributions: Normally one.
        foreign: Test modules of other distributions that this unit's sources import.
        record_sha256: Digest of each RECORD without its lines about bytecode, by path.
        natives: Vendored native libraries (`*.libs/`): path -> sha256 before stripping.
    """

    unit: str
    packed: tuple[Packed, ...]
    records: tuple[PassRecord, ...]
    before_bytes: int
    before_files: int
    distributions: tuple[Distribution, ...] = ()
    foreign: tuple[str, ...] = ()
    record_sha256: Mapping[str, str] = field(default_factory=dict)
    natives: Mapping[str, str] = field(default_factory=dict)


def header(pack: Pack) -> bytes:
    """Return the bytes that come before a pack's data."""
    body = msgspec.msgpack.encode(pack)
    return _MAGIC + len(body).to_bytes(_LENGTH_BYTES, "big") + body


def header_length(start: bytes) -> int | None:
    """Return the whole header's length from its first `PREFIX_BYTES` bytes, or `None` when it is no pack."""
    if not start.startswith(_MAGIC) or len(start) < PREFIX_BYTES:
        return None
    return PREFIX_BYTES + int.from_bytes(start[len(_MAGIC) : PREFIX_BYTES], "big")


def parse_header(data: bytes) -> Pack | None:
    """Read a header; `None` when it is damaged or was written by another lamella."""
    try:
        return _decoder.decode(data[PREFIX_BYTES:])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def placed(files: Sequence[tuple[File, Member]]) -> tuple[Packed, ...]:
    """Lay members out one after the other."""
    offset, found = 0, []
    for file, member in files:
        found.append(Packed(file, member, offset))
        offset += member.compressed_bytes
    return tuple(found)


PREFIX_BYTES = len(_MAGIC) + _LENGTH_BYTES
_decoder = msgspec.msgpack.Decoder(Pack)
