"""The pack of the finder that a slimmed layer carries."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lamella.archive.member import compressor_identity
from lamella.build.cache import StoredPack
from lamella.build.digests import content_digest
from lamella.build.outcome import Job
from lamella.build.unit import UnitKey
from lamella.build.way_back.files import ORIGIN, way_back
from lamella.model.layer import Bytecode, Compress, Slim, Slimming
from lamella.model.ports import Compiler
from lamella.model.tree import REGULAR_MODE, File, Tree
from lamella.run.building.stage import Staged
from lamella.run.building.units import Packer


@dataclass(frozen=True, slots=True)
class InMemory:
    """Contents by digest."""

    by_digest: Mapping[str, bytes]

    def read(self, file: File) -> bytes:
        """Return the file's content."""
        return self.by_digest[file.sha256]


def finder_pack(
    packer: Packer, job: Job, removed: Iterable[str], compression: Compress, compiler: Compiler | None
) -> tuple[StoredPack, bool] | None:
    """Return the finder's pack and whether the cache had it; `None` when no module was removed.

    Args:
        packer: Makes it.
        job: The layer and its target.
        removed: Paths that were taken out of the layer.
        compression: Of its files.
        compiler: Of the target's minor; without one the finder is compiled at each cold start.
    """
    contents = way_back(job.layer.name, removed)
    if not contents:
        return None
    by_digest = {hashlib.sha256(content).hexdigest(): content for content in contents.values()}
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    files = [File(path, len(contents[path]), digests[path], REGULAR_MODE, ORIGIN) for path in contents]
    staged = Staged(ORIGIN, Tree.of(job.target, files), InMemory(by_digest))
    key = UnitKey(
        ORIGIN,
        content_digest(staged.tree),
        job.target,
        Slimming(Slim.OFF, Bytecode.HASH if compiler else Bytecode.OFF),
        compression,
        compiler.identity if compiler else None,
        compressor_identity(),
    )
    known = packer.stored(key)
    stored = known or packer.make(key, staged, compiler)
    # It is no package of the user's: no bill of materials and no count of packages lists it.
    return replace(stored, pack=replace(stored.pack, before_bytes=0, before_files=0, distributions=())), bool(known)
