"""Builds one layer for one target: resolve, install what the cache lacks, pack, assemble, write."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from lamella.archive.member import compressor_identity
from lamella.archive.writer import Written
from lamella.build.assembly import Assembly, assemble, check_limits, idle, nearly_fits, pass_totals
from lamella.build.cache import StoredPack
from lamella.build.explain import History
from lamella.build.lock import Lock, LockedTarget, settled
from lamella.build.outcome import Built, Job, Progress
from lamella.build.proof.derive import base_slimming
from lamella.build.proof.report import proof
from lamella.build.source import Folder, Source, classify, digest
from lamella.config.project import Project
from lamella.errors import BuildError, ConfigError
from lamella.host.compiler import InterpreterCompiler
from lamella.host.uv import Uv
from lamella.model.evidence import Evidence
from lamella.model.layer import Bytecode, Compress
from lamella.model.package import Release
from lamella.model.ports import Prover
from lamella.run.building import outputs
from lamella.run.building.by_proof import ByProof, Settled
from lamella.run.building.compilers import Compilers
from lamella.run.building.resolutions import Resolver
from lamella.run.building.unit_packs import UnitPacks, UnitSettings, Workshop
from lamella.run.building.units import Packer


@dataclass(frozen=True)
class LayerBuilder:
    """Builds the layers of one command; safe to use from several threads.

    Attributes:
        project: Root and settings.
        locked: lamella.lock as it was.
        uv: The resolver and installer.
        packer: Makes packs.
        packing: Runs units at the same time.
        environ: Index settings for what is resolved.
        compilers: For every target.
        today: Decides which runtimes are deprecated.
        upgrade: Resolve anew although the lock still fits.
        require_bytecode: Fail where no interpreter of a target's minor is found.
        prover: Makes what runs the tests of a layer that is slimmed by proof.
        twins: Evidence by layer and target, for the same layer on another architecture.
    """

    project: Project
    locked: Lock
    uv: Uv
    packer: Packer
    packing: Executor
    environ: Mapping[str, str]
    compilers: Compilers
    today: date
    upgrade: bool
    require_bytecode: bool
    by_bucket: bool
    prover: Callable[[], Prover]
    twins: Mapping[tuple[str, str], Evidence] = field(default_factory=dict)

    def build(self, job: Job, progress: Progress) -> Built:
        """Build one archive with its manifest and bill of materials.

        Raises:
            LamellaError: Any of the build's errors; nothing is written then.
        """
        started = time.perf_counter()
        root = self.project.root
        layer = job.layer
        source = classify(layer.source, root, layer.groups, layer.extras, Path.is_dir)
        known = self.locked.get(layer.name, str(job.target))
        progress.at(job, "resolving")
        source_sha256, releases = self._releases(job, source, known)
        compiler = self._compiler(job, known)
        settings = UnitSettings(job.target, base_slimming(layer.slimming), layer.compress, compiler)
        making = UnitPacks(self._workshop(), job, settings, progress)
        product = self._product(making, source, releases, known)
        check_limits(product.assembly, layer.budget, by_bucket=self.by_bucket)
        progress.at(job, "writing")
        warnings = self._warnings(job, product.assembly, compiler) + product.warnings
        choice = product.choice
        facts = outputs.Facts(
            {release.origin: release for release in releases},
            compiler.identity if compiler else None,
            warnings,
            proof(choice.evidence, choice.decision) if choice else None,
        )
        written, tree_sha256 = outputs.write(self.project.settings.out, job, product.assembly, facts)
        entry = LockedTarget(
            source_sha256,
            releases,
            compiler.identity if compiler else "",
            compressor_identity(),
            written.sha256,
            tree_sha256,
            choice.evidence if choice else _still_good(known, source_sha256, releases),
        )
        # Bytecode turned off is a decision and no drift.
        by_choice = layer.slimming.bytecode is Bytecode.OFF
        entry, drift = (entry, ()) if by_choice else settled(known, entry)
        built = product.built(job, self.project.settings.out, written, tree_sha256, entry)
        return replace(built, warnings=(*warnings, *drift), seconds=time.perf_counter() - started)

    def _product(
        self, making: UnitPacks, source: Source, releases: Sequence[Release], known: LockedTarget | None
    ) -> "_Product":
        """Make the packs, slimmed as far as the layer wants it; compress harder where that lets it fit."""
        job, compiler, layer = making.job, making.settings.compiler, making.job.layer
        packs, cached = making.packs(source, releases)
        by_proof = self._by_proof() if layer.slimming.slim.by_proof else None
        choice = by_proof.settle(job, packs, compiler, known, making.progress) if by_proof else None
        if by_proof and choice:
            packs, derived = by_proof.packs(job, packs, choice.decision, layer.compress, compiler)
            cached = cached and derived and not choice.ran
        product = _Product(packs, assemble(packs), choice, cached)
        if layer.compress is Compress.BEST or not nearly_fits(product.assembly, layer.budget):
            return product
        packs, cached = making.harder().packs(source, releases)
        if by_proof and choice:
            packs, _ = by_proof.packs(job, packs, choice.decision, Compress.BEST, compiler)
        return _Product(packs, assemble(packs), choice, cached, harder=True)

    def _releases(self, job: Job, source: Source, known: LockedTarget | None) -> tuple[str, tuple[Release, ...]]:
        if isinstance(source, Folder):
            return "", ()
        source_sha256 = digest(source, job.layer.exclude, _text)
        if known and known.source_sha256 == source_sha256 and not self.upgrade:
            return source_sha256, known.releases
        resolver = Resolver(self.uv, self.environ, self.project.settings.cache)
        keep = self.project.file is None and not self.upgrade
        return source_sha256, resolver.releases(source, source_sha256, job.target, job.layer.exclude, use_kept=keep)

    def _workshop(self) -> Workshop:
        return Workshop(self.packer, self.packing, self.uv, self.project.root, self.project.settings.cache)

    def _by_proof(self) -> ByProof:
        settings = self.project.settings
        return ByProof(self.prover(), self.packer, self.project.root, settings.cache / "staging", self.twins)

    def _compiler(self, job: Job, known: LockedTarget | None) -> InterpreterCompiler | None:
        if job.layer.slimming.bytecode is Bytecode.OFF:
            return None
        compiler = self.compilers.get(job.target, known.compiler if known else None)
        if compiler is None and self.require_bytecode:
            raise BuildError(
                f"no {job.target.runtime} interpreter was found to compile {job.layer.name}",
                why=f"looked at: {self.compilers.where_looked(job.target)}",
                hint="install one (such as with `uv python install`), or build without --require-bytecode",
            )
        return compiler

    def _warnings(self, job: Job, assembly: Assembly, compiler: InterpreterCompiler | None) -> tuple[str, ...]:
        found = []
        facts = job.target.facts
        if facts.deprecated <= self.today:
            found.append(f"{facts.name} is deprecated since {facts.deprecated}: choose a newer runtime")
        if compiler is None and job.layer.slimming.bytecode is not Bytecode.OFF:
            found.append(
                f"NO BYTECODE: no {facts.name} interpreter was found, so every module is compiled at each cold start, "
                f"and {facts.name} is unproven here. Looked at: {self.compilers.where_looked(job.target)}"
            )
        found += [f"two packages bring the same file: {clash}" for clash in assembly.clashes]
        slimming = job.layer.slimming
        for key, globs in (("keep", slimming.keep), ("drop", slimming.drop)):
            found += [f"`{glob}` of `{key}` matches no file of the layer" for glob in idle(globs, assembly)]
        return tuple(found)


@dataclass(frozen=True)
class _Product:
    """A layer that is ready to be written.

    Attributes:
        packs: In the order in which they overlay each other.
        assembly: Of the packs.
        choice: What slimming by proof decided; `None` for other layers.
        cached: Whether nothing was made or run for it.
        harder: Whether it was compressed as with `best`, to fit.
    """

    packs: Sequence[StoredPack]
    assembly: Assembly
    choice: Settled | None
    cached: bool
    harder: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know of how it was made."""
        harder = ('compressed as with `compress = "best"`: it would not have fitted otherwise',) if self.harder else ()
        return (*(self.choice.warnings if self.choice else ()), *harder)

    def built(self, job: Job, out: Path, written: Written, tree_sha256: str, entry: LockedTarget) -> Built:
        """Return the finished archive's description, without warnings and time."""
        packs = [stored.pack for stored in self.packs]
        proven = (self.choice.decision.kept, self.choice.evidence) if self.choice else (None, None)
        return Built(
            job,
            out / f"{job.stem}.zip",
            written,
            tree_sha256,
            self.assembly.unzipped_bytes,
            len(self.assembly.files),
            sum(len(pack.distributions) for pack in packs),
            sum(pack.before_bytes for pack in packs),
            sum(pack.before_files for pack in packs),
            pass_totals(record for pack in packs for record in pack.records),
            (),
            0.0,
            self.cached,
            entry,
            History(self.assembly, *proven),
        )


def _still_good(known: LockedTarget | None, source_sha256: str, releases: tuple[Release, ...]) -> Evidence | None:
    """Return the lock's evidence: one build with `--slim safe` is no reason to trace again."""
    return known.evidence if known and (known.source_sha256, known.releases) == (source_sha256, releases) else None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not a text in UTF-8", why=str(error)) from error
