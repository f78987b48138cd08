"""Makes packs: the unit's passes, its bytecode, its compression, and the cache around all of it."""

import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import repeat
from typing import Self

from lamella.archive.member import Member, compress
from lamella.build import pack as packs
from lamella.build.cache import Cache, StoredPack
from lamella.build.digests import is_record, record_digest
from lamella.build.distributions import distributions, vendored_libraries
from lamella.build.pack import Pack
from lamella.build.slim import Layered, Slimmed, slim
from lamella.build.unit import UnitKey
from lamella.model.ports import Compiler
from lamella.model.tree import File
from lamella.run.building.stage import Staged

_COMPRESS_CHUNK = 16


@dataclass(frozen=True)
class Packer:
    """Makes the packs of one command.

    Attributes:
        cache: Where packs are kept.
        pool: Compresses in parallel; its threads run nothing that waits for them.
    """

    cache: Cache
    pool: Executor
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def stored(self, key: UnitKey) -> StoredPack | None:
        """Return the unit's pack if the cache has it."""
        return self.cache.get(key.digest, time.time())

    def make(self, key: UnitKey, staged: Staged, compiler: Compiler | None) -> StoredPack:
        """Return the unit's pack, made now unless another layer of this command made it meanwhile."""
        digest = key.digest
        with self._guard:
            lock = self._locks.setdefault(digest, threading.Lock())
        with lock:
            known = self.cache.get(digest, time.time())
            return known or self._make(key, digest, staged, compiler)

    def _make(self, key: UnitKey, digest: str, staged: Staged, compiler: Compiler | None) -> StoredPack:
        slimmed = slim(staged.tree, staged.contents, key.narrowed(), compiler, frozenset(key.foreign))
        files = slimmed.tree.files
        done = list(
            self.pool.map(
                _compress, files, repeat(slimmed.contents), repeat(key.compress.level), chunksize=_COMPRESS_CHUNK
            )
        )
        pack = _describe(
            key.name, staged, slimmed, [(file, member) for file, (member, _) in zip(files, done, strict=True)]
        )
        return self.cache.put(digest, pack, (data for _, data in done))


def _compress(file: File, contents: Layered, level: int) -> tuple[Member, bytes]:
    return compress(file.path, file.mode, contents.read(file), level)


def _describe(name: str, staged: Staged, slimmed: Slimmed, members: Sequence[tuple[File, Member]]) -> Pack:
    return Pack(
        name,
        packs.placed(members),
        slimmed.records,
        staged.tree.size_bytes,
        len(staged.tree.files),
        distributions(slimmed.tree, slimmed.contents),
        tuple(sorted(slimmed.foreign)),
        {file.path: record_digest(slimmed.contents.read(file)) for file in slimmed.tree.files if is_record(file.path)},
        vendored_libraries(staged.tree),
    )


@dataclass(frozen=True)
class PackReader:
    """Reads members' data out of open packs; use as a context manager."""

    packs: Sequence[StoredPack]
    _open: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> Self:
        for stored in self.packs:
            self._open[str(stored.path)] = os.open(stored.path, os.O_RDONLY | os.O_CLOEXEC)
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()

    def descriptor(self, stored: StoredPack) -> int:
        """The pack's open file."""
        return self._open[str(stored.path)]
