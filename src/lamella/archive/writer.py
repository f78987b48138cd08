"""The deterministic zip: the same members give the same bytes, everywhere.

Layout and field names follow APPNOTE 6.3.9. Entries are sorted, dates are fixed, modes are 644 or 755, there
are no folder entries (Lambda makes folders as it unpacks), no extra fields and no comments.
"""

import hashlib
import struct
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lamella.archive.member import Member
from lamella.errors import OverLimitError

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION_NEEDED = 20
_MADE_BY_UNIX = 3 << 8 | _VERSION_NEEDED
_UTF8 = 1 << 11
_REGULAR = 0o100000
# 1980-01-01 00:00:00, the first moment that the format knows.
_DOS_TIME, _DOS_DATE = 0, 1 << 5 | 1
_MAX_ENTRIES = 0xFFFE
_MAX_BYTES = 0xFFFFFFFE


@dataclass(frozen=True, slots=True)
class Written:
    """A finished archive's digests and size."""

    sha256: str
    size_bytes: int

    @property
    def code_sha256(self) -> str:
        """The digest as Lambda's CodeSha256 gives it: base64."""
        return b64encode(bytes.fromhex(self.sha256)).decode()


def archive_size_bytes(members: Iterable[Member]) -> int:
    """Return the exact size of the zip that `write` would make of the members."""
    return _END.size + sum(
        member.compressed_bytes + _LOCAL.size + _CENTRAL.size + 2 * len(member.path.encode()) for member in members
    )


def write(
    members: Sequence[Member],
    data_of: Callable[[Member], bytes | memoryview],
    sink: Callable[[bytes | memoryview], object],
) -> Written:
    """Write the members, sorted by path, and return the digests.

    Args:
        members: No path twice.
        data_of: Returns a member's stored data, `compressed_bytes` long.
        sink: Takes the archive's bytes in order, such as a file's `write`.

    Raises:
        OverLimitError: The archive would need Zip64.
        ValueError: A member's data has another length than its header says.
    """
    ordered = sorted(members, key=lambda member: member.path)
    size_bytes = archive_size_bytes(ordered)
    if len(ordered) > _MAX_ENTRIES or size_bytes > _MAX_BYTES:
        raise OverLimitError(
            f"the archive would hold {len(ordered)} files in {size_bytes} bytes",
            why="a zip without Zip64 ends at 65,534 files and 4 GiB; Lambda's own limits are far below",
        )
    digest = hashlib.sha256()

    def put(data: bytes | memoryview) -> int:
        digest.update(data)
        sink(data)
        return len(data)

    offset = 0
    central = bytearray()
    for member in ordered:
        data = data_of(member)
        if len(data) != member.compressed_bytes:
            raise ValueError(f"{member.path}: {len(data)} bytes of data, {member.compressed_bytes} announced")
        name, fields = member.path.encode(), _shared_fields(member)
        central += _CENTRAL.pack(
            b"PK\x01\x02", _MADE_BY_UNIX, *fields, 0, 0, 0, 0, (_REGULAR | member.mode) << 16, offset
        )
        central += name
        offset += put(_LOCAL.pack(b"PK\x03\x04", *fields, 0) + name)
        offset += put(data)
    put(bytes(central))
    put(_END.pack(b"PK\x05\x06", 0, 0, len(ordered), len(ordered), len(central), offset, 0))
    return Written(digest.hexdigest(), size_bytes)


def _shared_fields(member: Member) -> tuple[int, ...]:
    """The fields that the local header and the central directory have in common, in their order."""
    name = member.path.encode()
    flags = 0 if member.path.isascii() else _UTF8
    return (
        _VERSION_NEEDED,
        flags,
        int(member.method),
        _DOS_TIME,
        _DOS_DATE,
        member.crc32,
        member.compressed_bytes,
        member.size_bytes,
        len(name),
    )
