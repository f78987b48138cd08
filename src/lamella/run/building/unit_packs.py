"""The units of a layer on their way to packs: found in the cache, or installed, slimmed and packed."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from lamella.archive.member import compressor_identity
from lamella.build.cache import StoredPack
from lamella.build.digests import content_digest
from lamella.build.foreign import wanted_modules
from lamella.build.outcome import Job, Progress
from lamella.build.source import Folder, Source
from lamella.build.unit import UnitKey, content_of
from lamella.host.compiler import InterpreterCompiler
from lamella.host.uv import Uv
from lamella.model.layer import Compress, Slim, Slimming
from lamella.model.package import Release
from lamella.model.target import Target
from lamella.run.building import own_code, stage
from lamella.run.building.stage import Staged
from lamella.run.building.units import Packer


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """What decides a unit's bytes, besides what goes in.

    Attributes:
        target, slimming, compress: As the layer says.
        compiler: Of the target's minor; `None` when bytecode is off or no interpreter was found.
    """

    target: Target
    slimming: Slimming
    compress: Compress
    compiler: InterpreterCompiler | None

    def key(self, name: str, content: str) -> UnitKey:
        """Return the key of a unit with this content's digest."""
        identity = self.compiler.identity if self.compiler else None
        return UnitKey(name, content, self.target, self.slimming, self.compress, identity, compressor_identity())

    def unslimmed(self) -> "UnitSettings":
        """The same for code that is compiled but never slimmed."""
        return replace(self, slimming=replace(self.slimming, slim=Slim.OFF))


@dataclass(frozen=True, slots=True)
class Workshop:
    """What units are made with.

    Attributes:
        packer: Makes packs.
        packing: Runs units at the same time.
        uv: The installer.
        root: The project's folder.
        cache: Lamella's cache.
    """

    packer: Packer
    packing: Executor
    uv: Uv
    root: Path
    cache: Path


@dataclass(frozen=True, slots=True)
class UnitPacks:
    """Makes the packs of one job, or finds them."""

    workshop: Workshop
    job: Job
    settings: UnitSettings
    progress: Progress

    def harder(self) -> "UnitPacks":
        """The same, compressed as well as it goes."""
        return replace(self, settings=replace(self.settings, compress=Compress.BEST))

    def packs(self, source: Source, releases: Sequence[Release]) -> tuple[list[StoredPack], bool]:
        """Return the packs in the order in which they overlay each other, and whether all were in the cache."""
        keys = {
            release.name: self.settings.key(release.origin, content_of(release.artifact, release.sha256))
            for release in releases
        }
        found = self._of_releases(releases, keys)
        again = wanted_modules([stored.pack for stored, _ in found.values()])
        if again:
            keys = {name: replace(key, foreign=again.get(key.name, ())) for name, key in keys.items()}
            found |= self._of_releases([it for it in releases if it.origin in again], keys)
        own = [self._of_tree(staged) for staged in self._own(source)]
        ordered = [found[release.name] for release in releases] + own
        return [stored for stored, _ in ordered], all(cached for _, cached in ordered)

    def _of_releases(
        self, releases: Sequence[Release], keys: Mapping[str, UnitKey]
    ) -> dict[str, tuple[StoredPack, bool]]:
        packer = self.workshop.packer
        found: dict[str, tuple[StoredPack, bool]] = {}
        for release in releases:
            # A local folder or a branch has no digest of its own: what it holds is only known once installed.
            stored = packer.stored(keys[release.name]) if release.sha256 else None
            if stored:
                found[release.name] = stored, True
        missing = [release for release in releases if release.name not in found]
        if missing:
            cache = self.workshop.cache
            self.progress.at(self.job, f"installing {len(missing)} packages")
            with stage.scratch_folder(cache) as folder:
                units = stage.install(missing, self.job.target, folder, self.workshop.uv, cache, packer.pool)
                self.progress.at(self.job, f"slimming {len(missing)} packages")
                # The largest first: the last one to finish decides the whole.
                by_size = sorted(zip(missing, units, strict=True), key=lambda it: -it[1].tree.size_bytes)
                made = self.workshop.packing.map(lambda it: self._make(it[0], it[1], keys[it[0].name]), by_size)
                found |= dict(zip((release.name for release, _ in by_size), made, strict=True))
        return found

    def _make(self, release: Release, staged: Staged, key: UnitKey) -> tuple[StoredPack, bool]:
        if not release.sha256:
            key = replace(key, content=content_digest(staged.tree))
        return self.workshop.packer.make(key, staged, self.settings.compiler), False

    def _own(self, source: Source) -> Iterable[Staged]:
        pool = self.workshop.packer.pool
        if isinstance(source, Folder):
            yield own_code.read_folder(source.path, self.job.target, pool)
        if self.job.layer.include:
            yield own_code.read_includes(self.job.layer.include, self.workshop.root, self.job.target, pool)

    def _of_tree(self, staged: Staged) -> tuple[StoredPack, bool]:
        """The user's own files: known by their content; included code is compiled but never slimmed."""
        mine = self.settings if staged.name == "folder" else self.settings.unslimmed()
        key = mine.key(staged.name, content_digest(staged.tree))
        stored = self.workshop.packer.stored(key)
        if stored:
            return stored, True
        return self.workshop.packer.make(key, staged, self.settings.compiler), False
