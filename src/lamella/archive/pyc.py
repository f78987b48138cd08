"""Bytecode files: their header says whether Python uses them. Nothing is ever unmarshalled."""

from dataclasses import dataclass
from enum import StrEnum

from lamella.archive.python_path import Minor

# Final magic numbers; source: CPython's Include/internal/pycore_magic_number.h and importlib._bootstrap_external.
MAGIC: dict[Minor, int] = {(3, 10): 3439, (3, 11): 3495, (3, 12): 3531, (3, 13): 3571, (3, 14): 3627}
_MINOR_OF = {magic: minor for minor, magic in MAGIC.items()}

HEADER_BYTES = 16


class State(StrEnum):
    """What Python does with a .pyc on Lambda."""

    UNCHECKED = "unchecked hash"
    CHECKED = "checked hash"
    SOURCELESS = "sourceless"
    FRAGILE = "fragile: timestamp"
    STALE = "stale: timestamp"
    OTHER_LAYER = "from another layer than its source"
    OTHER_MINOR = "for another minor version"
    OPTIMISED = "optimised: only read under -O"
    ORPHAN = "orphan: its source is not there"
    SHADOWED = "never read: its source is beside it"
    MALFORMED = "malformed header"

    @property
    def usable(self) -> bool:
        """Whether it is used as it is, whatever unpacks the layer."""
        return self in {State.UNCHECKED, State.CHECKED, State.SOURCELESS}


@dataclass(frozen=True, slots=True)
class HashHeader:
    """PEP 552: the .pyc belongs to a source by hash; `checked`: Python reads and hashes the source each time."""

    minor: Minor | None
    checked: bool


@dataclass(frozen=True, slots=True)
class TimestampHeader:
    """The .pyc belongs to a source of this time (seconds since 1970 UTC) and size, both modulo 2**32."""

    minor: Minor | None
    modified_s: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the source: `modified_s` as in `Entry`; `own` when the .pyc's layer has the same content."""

    modified_s: tuple[int, ...]
    size_bytes: int
    own: bool


def read_header(head: bytes) -> HashHeader | TimestampHeader | None:
    """Decode the 16 bytes; `None` when no Python would accept them."""
    if len(head) < HEADER_BYTES or head[2:4] != b"\r\n":
        return None
    minor = _MINOR_OF.get(int.from_bytes(head[:2], "little"))
    match int.from_bytes(head[4:8], "little"):
        case 0 | 0b10:
            return TimestampHeader(minor, int.from_bytes(head[8:12], "little"), int.from_bytes(head[12:16], "little"))
        case 0b01:
            return HashHeader(minor, checked=False)
        case 0b11:
            return HashHeader(minor, checked=True)
        case _:
            return None


def source_of(path: str) -> str | None:
    """Return the source's path for a .pyc in `__pycache__`; `None` for any other."""
    folder, _, name = path.rpartition("/")
    parent, _, last = folder.rpartition("/")
    if last != "__pycache__":
        return None
    source = f"{name.partition('.')[0]}.py"
    return f"{parent}/{source}" if parent else source


def judge(path: str, head: bytes, source: Source | None, minor: Minor | None) -> State:
    """Say what Python of this minor does with a .pyc.

    Args:
        path: The .pyc.
        head: Its first 16 bytes.
        source: The source that it stands for, where there is one: beside it, or one folder up from `__pycache__`.
        minor: The interpreter's, where known; otherwise any known magic number passes.
    """
    header = read_header(head)
    if header is None:
        return State.MALFORMED
    if header.minor is None or minor not in {None, header.minor}:
        return State.OTHER_MINOR
    in_cache = source_of(path) is not None
    match in_cache, source:
        case False, None:
            return State.SOURCELESS
        case False, Source():
            return State.SHADOWED
        case True, Source():
            return _in_cache(path, header, header.minor, source)
        case _:
            return State.ORPHAN


def _in_cache(path: str, header: HashHeader | TimestampHeader, minor: Minor, source: Source) -> State:
    tag = path.rpartition("/")[2].split(".")[1:-1]
    if tag[:1] != [f"cpython-{minor[0]}{minor[1]}"]:
        return State.OTHER_MINOR
    return _against_source(header, source) if len(tag) == 1 else State.OPTIMISED


def _against_source(header: HashHeader | TimestampHeader, source: Source) -> State:
    match header:
        case HashHeader(checked=True):
            return State.CHECKED
        case HashHeader():
            return State.UNCHECKED if source.own else State.OTHER_LAYER
        case TimestampHeader():
            same_time = header.modified_s in {time & 0xFFFFFFFF for time in source.modified_s}
            same_size = header.size_bytes == source.size_bytes & 0xFFFFFFFF
            return State.FRAGILE if same_time and same_size else State.STALE
