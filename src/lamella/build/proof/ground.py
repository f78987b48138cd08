"""What a decision about a layer rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lamella.build.globs import Globs
from lamella.build.proof.modules import module_of, source_path
from lamella.model.evidence import Evidence
from lamella.model.ports import Contents
from lamella.model.tree import File, Tree


@dataclass(frozen=True)
class Ground:
    """A layer as the rules alone leave it, and what a trace of its tests saw.

    Attributes:
        tree: The files that win where two packages bring the same, with sources, and bytecode beside them.
        contents: Of the tree.
        evidence: Of the trace.
        keep: The user's globs.
        outside: Sources of the functions that are tested, by a name for each.
        twin: Whether the trace was of another architecture, so that it says nothing of native code.
    """

    tree: Tree
    contents: Contents
    evidence: Evidence
    keep: Globs
    outside: Mapping[str, bytes] = field(default_factory=dict)
    twin: bool = False

    def read_paths(self) -> frozenset[str]:
        """Files that were read; of a module whose bytecode was read, all."""
        return frozenset(source_path(path) for path in self.evidence.files)

    def was_read(self, file: File, read: frozenset[str]) -> bool:
        """Whether a file, or the module whose source or bytecode it is, was read."""
        return file.path in read or (module_of(file.path) is not None and source_path(file.path) in read)
