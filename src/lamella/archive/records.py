"""The records of a zip, decoded from bytes: each is checked alone and against its twin (PKWARE APPNOTE 6.3.10)."""

import struct
from dataclasses import dataclass
from typing import Final

from lamella.archive.names import shown
from lamella.archive.rules import Rule

END_SIGNATURE: Final = b"PK\x05\x06"
CENTRAL_SIGNATURE: Final = b"PK\x01\x02"
LOCAL_SIGNATURE: Final = b"PK\x03\x04"
DESCRIPTOR_SIGNATURE: Final = b"PK\x07\x08"
ZIP64_LOCATOR_SIGNATURE: Final = b"PK\x06\x07"

STORED: Final = 0
DEFLATED: Final = 8

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIPTOR = struct.Struct("<3L")
_EXTRA = struct.Struct("<2H")

_ENCRYPTED_FLAGS = 1 << 0 | 1 << 6 | 1 << 13
_HAS_DESCRIPTOR = 1 << 3
# Two bits of the compressor's settings, the descriptor, and UTF-8 names.
_KNOWN_FLAGS = 1 << 1 | 1 << 2 | _HAS_DESCRIPTOR | 1 << 11

_ZIP64_EXTRA = 0x0001
_UNIX_TIME_EXTRA = 0x5455
_UNICODE_PATH_EXTRA = 0x7075
_MAX_EXTRA_FIELDS = 16


@dataclass(frozen=True, slots=True)
class End:
    """The end record: how many entries there are, and where the central directory starts and ends."""

    count: int
    directory_start: int
    directory_end: int


@dataclass(frozen=True, slots=True)
class Central:
    """One header of the central directory; `unix_time_s` is the extra field's exact time of change, if any."""

    raw_name: bytes
    flags: int
    method: int
    crc32: int
    zipped_bytes: int
    size_bytes: int
    dos_time: int
    attributes: int
    local_start: int
    unix_time_s: int | None


def read_end(data: memoryview) -> End:
    """Find the one end record, at the end of the file.

    Raises:
        HostileArchiveError: It is missing, not alone, not at the end, or disagrees with the file's length.
    """
    tail_start = max(0, len(data) - _END.size - 0xFFFF)
    tail = bytes(data[tail_start:])
    found = tail.rfind(END_SIGNATURE)
    if found < 0 or found + _END.size > len(tail):
        raise Rule.NO_END_RECORD.broken()
    _, disk, directory_disk, count_here, count, size, start, comment = _END.unpack_from(tail, found)
    if found + _END.size + comment != len(tail):
        raise Rule.NO_END_RECORD.broken("bytes follow it")
    if 0xFFFF in {count, count_here} or 0xFFFFFFFF in {size, start}:
        raise Rule.ZIP64.broken()
    if disk or directory_disk:
        raise Rule.SPANNED.broken()
    if count != count_here:
        raise Rule.COUNTS_DISAGREE.broken(f"{count_here:,} or {count:,} entries")
    at = tail_start + found
    if start + size != at:
        if tail[max(0, found - 20) : found].startswith(ZIP64_LOCATOR_SIGNATURE):
            raise Rule.ZIP64.broken()
        raise Rule.COUNTS_DISAGREE.broken(f"the directory should end at byte {start + size:,}, not {at:,}")
    if tail.find(END_SIGNATURE, max(0, start - tail_start), found) >= 0:
        raise Rule.SEVERAL_END_RECORDS.broken()
    return End(count, start, at)


def read_central(data: memoryview, at: int, end: int) -> tuple[Central, int]:
    """Decode the central header at byte `at` and return it with the start of the next.

    Raises:
        HostileArchiveError: The header breaks a rule or runs over `end`.
    """
    if at + _CENTRAL.size > end:
        raise Rule.COUNTS_DISAGREE.broken("fewer central headers than entries")
    (signature, _, _, flags, method, time, date, crc32, zipped_bytes, size_bytes, name_len, extra_len,
     comment_len, disk, _, attributes, local_start) = _CENTRAL.unpack_from(data, at)  # fmt: skip
    name_start = at + _CENTRAL.size
    extra_start = name_start + name_len
    after = extra_start + extra_len + comment_len
    if signature != CENTRAL_SIGNATURE or after > end:
        raise Rule.BAD_HEADER.broken(f"central header at byte {at:,}")
    raw_name = bytes(data[name_start:extra_start])
    if 0xFFFFFFFF in {zipped_bytes, size_bytes, local_start} or disk == 0xFFFF:
        raise Rule.ZIP64.broken(shown(raw_name))
    if disk:
        raise Rule.SPANNED.broken(shown(raw_name))
    _check_flags_and_method(flags, method, raw_name)
    unix_time_s = _read_extra(data[extra_start : extra_start + extra_len], raw_name)
    central = Central(raw_name, flags, method, crc32, zipped_bytes, size_bytes, date << 16 | time, attributes,
                      local_start, unix_time_s)  # fmt: skip
    return central, after


def read_local(data: memoryview, central: Central, end: int) -> tuple[int, int]:
    """Check the local header and the data descriptor against the central header.

    Returns:
        Where the entry's compressed data starts, and where the entry ends.

    Raises:
        HostileArchiveError: They disagree, or the entry runs over `end`.
    """
    at = central.local_start
    if at + _LOCAL.size > end:
        raise Rule.BAD_HEADER.broken(f"local header of {shown(central.raw_name)}")
    signature, _, flags, method, _, _, crc32, zipped_bytes, size_bytes, name_len, extra_len = _LOCAL.unpack_from(
        data, at
    )
    name_start = at + _LOCAL.size
    extra_start = name_start + name_len
    data_start = extra_start + extra_len
    if signature != LOCAL_SIGNATURE or data_start > end:
        raise Rule.BAD_HEADER.broken(f"local header of {shown(central.raw_name)}")
    said = (crc32, zipped_bytes, size_bytes)
    meant = (central.crc32, central.zipped_bytes, central.size_bytes)
    if flags & _HAS_DESCRIPTOR:
        # A streaming writer knows some of the three too late and leaves zeros.
        agree = all(value in {0, other} for value, other in zip(said, meant, strict=True))
    else:
        agree = said == meant
    raw_name = data[name_start:extra_start]
    if not agree or raw_name != central.raw_name or (flags, method) != (central.flags, central.method):
        raise Rule.LOCAL_DISAGREES.broken(shown(central.raw_name))
    _read_extra(data[extra_start:data_start], central.raw_name)
    entry_end = data_start + central.zipped_bytes
    if flags & _HAS_DESCRIPTOR:
        entry_end = _read_descriptor(data, entry_end, end, central)
    if entry_end > end:
        raise Rule.NOT_CONTIGUOUS.broken(shown(central.raw_name))
    return data_start, entry_end


def _read_descriptor(data: memoryview, at: int, end: int, central: Central) -> int:
    meant = (central.crc32, central.zipped_bytes, central.size_bytes)
    for signature in (DESCRIPTOR_SIGNATURE, b""):
        values_start = at + len(signature)
        after = values_start + _DESCRIPTOR.size
        if (
            after <= end
            and bytes(data[at:values_start]) == signature
            and _DESCRIPTOR.unpack_from(data, values_start) == meant
        ):
            return after
    raise Rule.BAD_DESCRIPTOR.broken(shown(central.raw_name))


def _check_flags_and_method(flags: int, method: int, raw_name: bytes) -> None:
    if flags & _ENCRYPTED_FLAGS:
        raise Rule.ENCRYPTED.broken(shown(raw_name))
    if flags & ~_KNOWN_FLAGS:
        raise Rule.UNKNOWN_FLAGS.broken(f"{shown(raw_name)}, {flags:#06x}")
    if method not in {STORED, DEFLATED}:
        raise Rule.UNKNOWN_METHOD.broken(f"{shown(raw_name)}, method {method}")


def _read_extra(extra: memoryview, raw_name: bytes) -> int | None:
    unix_time_s: int | None = None
    at = 0
    for _ in range(_MAX_EXTRA_FIELDS):
        if at == len(extra):
            return unix_time_s
        if at + _EXTRA.size > len(extra):
            break
        header_id, length = _EXTRA.unpack_from(extra, at)
        value = extra[at + _EXTRA.size : at + _EXTRA.size + length]
        if len(value) != length:
            break
        if header_id == _ZIP64_EXTRA:
            raise Rule.ZIP64.broken(shown(raw_name))
        if header_id == _UNICODE_PATH_EXTRA and value[5:] != raw_name:
            raise Rule.NAME_ENCODING.broken(shown(raw_name))
        if header_id == _UNIX_TIME_EXTRA and length >= 5 and value[0] & 1:
            unix_time_s = int.from_bytes(value[1:5], "little", signed=True)
        at += _EXTRA.size + length
    raise Rule.BAD_EXTRA.broken(shown(raw_name))
