"""A member of an archive: one file, already compressed."""

import zlib
from dataclasses import dataclass
from enum import IntEnum

import deflate


class Method(IntEnum):
    """How a member's data is stored (APPNOTE 4.4.5)."""

    STORED = 0
    DEFLATED = 8


@dataclass(frozen=True, slots=True)
class Member:
    """What a zip's headers say of one file.

    Attributes:
        path: Relative to /opt.
        mode: 0o644 or 0o755.
        size_bytes: Uncompressed.
        compressed_bytes: As stored.
        crc32: Of the uncompressed content.
        method: Stored where deflate would not make it smaller.
    """

    path: str
    mode: int
    size_bytes: int
    compressed_bytes: int
    crc32: int
    method: Method


def compress(path: str, mode: int, content: bytes, level: int) -> tuple[Member, bytes]:
    """Deflate one file; `level` is libdeflate's, 1 to 12.

    The bytes depend on the content, the level and libdeflate's version, and on nothing else. The interpreter's
    lock is free meanwhile, so threads compress in parallel.
    """
    packed = deflate.deflate_compress(content, level) if content else b""
    if len(packed) >= len(content):
        return Member(path, mode, len(content), len(content), zlib.crc32(content), Method.STORED), content
    return Member(path, mode, len(content), len(packed), zlib.crc32(content), Method.DEFLATED), bytes(packed)


def compressor_identity() -> str:
    """What compressed bytes depend on beside content and level, as the lock records it."""
    return f"deflate-{deflate.__version__}"
