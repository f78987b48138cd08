"""One pass over a layer's contents: digests, first bytes, metadata. What follows needs values only."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lamella.archive.entry import Entry, Kind, LayerFiles

HEAD_BYTES = 20
METADATA_NAMES = frozenset({"METADATA", "PKG-INFO", "RECORD", "entry_points.txt", "top_level.txt"})
METADATA_SUFFIXES = (".dist-info", ".egg-info")
# A RECORD of 50,000 files has about 6 MB, all metadata of a full layer less than twice that: more is not believed.
MAX_METADATA_BYTES = 8_000_000
MAX_ALL_METADATA_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a layer was read from.

    Attributes:
        label: The path, as the user gave it.
        zip_bytes: Size of the zip; `None` for a folder.
        zip_sha256: Digest of the zip; `None` for a folder.
    """

    label: str
    zip_bytes: int | None = None
    zip_sha256: bytes | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file or a link; of a file the hex digest of its content and its first `HEAD_BYTES` bytes."""

    entry: Entry
    sha256: str
    head: bytes

    @property
    def path(self) -> str:
        """Relative to /opt."""
        return self.entry.path


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer after the pass: its files and links sorted by path, and the metadata files' contents by path."""

    origin: Origin
    files: tuple[Scanned, ...]
    metadata: Mapping[str, bytes]

    @property
    def size_bytes(self) -> int:
        """Sum of the files' sizes."""
        return sum(file.entry.size_bytes for file in self.files)


Visit = Callable[[Scanned, bytes], None]


def scan(origin: Origin, layer: LayerFiles, visit: Visit | None = None) -> Layer:
    """Read every file once.

    Args:
        origin: Where the layer was read from.
        layer: Its files.
        visit: Hears of each file with its content, so that nobody has to read it again.

    Raises:
        HostileArchiveError: A file's data is damaged.
    """
    files: list[Scanned] = []
    metadata: dict[str, bytes] = {}
    allowed_bytes = MAX_ALL_METADATA_BYTES
    for entry in layer.entries:
        match entry.kind:
            case Kind.FOLDER:
                continue
            case Kind.LINK:
                files.append(Scanned(entry, "", b""))
            case Kind.FILE:
                content = layer.read(entry)
                scanned = Scanned(entry, hashlib.sha256(content).hexdigest(), content[:HEAD_BYTES])
                files.append(scanned)
                if visit is not None:
                    visit(scanned, content)
                if _is_metadata(entry) and len(content) <= min(MAX_METADATA_BYTES, allowed_bytes):
                    metadata[entry.path] = content
                    allowed_bytes -= len(content)
    return Layer(origin, tuple(files), metadata)


def _is_metadata(entry: Entry) -> bool:
    return entry.name in METADATA_NAMES and entry.folder.endswith(METADATA_SUFFIXES)
