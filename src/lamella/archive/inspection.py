"""What `inspect` finds out, as values."""

from dataclasses import dataclass
from enum import StrEnum

from lamella.archive.bytecode import Bytecode
from lamella.archive.choice import Choice
from lamella.archive.merge import Merged
from lamella.archive.minor import Guess
from lamella.archive.native import Native
from lamella.archive.scan import Origin
from lamella.model.target import Target


class NoteCode(StrEnum):
    """Stable names of what the reader of an inspection should know."""

    NOT_ON_PATH = "not-on-path"
    UNREAD_ROOT = "unread-root"
    OVER_LIMIT = "over-limit"
    TOO_MANY_LAYERS = "too-many-layers"
    RUNTIME_BOTO3 = "runtime-boto3"
    RUNTIME_BOTOCORE = "runtime-botocore"
    MIXED_MODULE = "mixed-module"
    AMBIGUOUS_METADATA = "ambiguous-metadata"
    FOREIGN_MACHINE = "foreign-machine"
    FOREIGN_MINOR = "foreign-minor"
    BYTECODE_OF_OTHER_LAYER = "bytecode-of-other-layer"
    CLASH = "file-against-folder"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know, in a sentence."""

    code: NoteCode
    text: str


@dataclass(frozen=True, slots=True)
class LayerTotal:
    """One layer as a whole; `size_bytes` is its files' sum, unzipped."""

    origin: Origin
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Package:
    """What one distribution brings to one layer.

    Attributes:
        name: Normalised; empty for the files that belong to no distribution.
        version: Empty when unknown.
        layer: Number of the layer, from 0.
        root: The folder that it is installed in.
        files: How many.
        size_bytes: Unzipped.
        zipped_bytes: Compressed, without the zip's own headers; `None` in a folder.
        taken: Whether this is the copy that Python takes.
    """

    name: str
    version: str
    layer: int
    root: str
    files: int
    size_bytes: int
    zipped_bytes: int | None
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Inspection:
    """One layer, or several in the order in which a function lists them.

    Attributes:
        layers: In order.
        target: What the user named, if anything.
        python: For which minor the files were judged, and why.
        packages: By layer, the largest first.
        merged: Every file, and /opt as it is in the end.
        bytecode: Of /opt.
        native: ELF files of all layers, by layer and path.
        choices: Modules and distributions of which there are several copies.
        notes: What to look at.
    """

    layers: tuple[LayerTotal, ...]
    target: Target | None
    python: Guess | None
    packages: tuple[Package, ...]
    merged: Merged
    bytecode: Bytecode
    native: tuple[Native, ...]
    choices: tuple[Choice, ...]
    notes: tuple[Note, ...]

    @property
    def size_bytes(self) -> int:
        """Unzipped, of all layers: what counts against AWS's quota."""
        return sum(layer.size_bytes for layer in self.layers)

    @property
    def zip_bytes(self) -> int | None:
        """Of all zips; `None` as soon as one layer is a folder."""
        sizes = [layer.origin.zip_bytes for layer in self.layers]
        return None if None in sizes else sum(size for size in sizes if size is not None)
