"""Slims a layer by what its tests use: trace, decide, apply, test again, give back what was missing."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lamella.build.assembly import Assembly, assemble
from lamella.build.cache import StoredPack
from lamella.build.globs import Globs
from lamella.build.lock import LockedTarget
from lamella.build.outcome import Job, Progress
from lamella.build.proof.decision import Decision
from lamella.build.proof.giving_back import packages_that_help
from lamella.build.proof.ground import Ground
from lamella.build.proof.modules import source_path
from lamella.errors import BuildError, ConfigError
from lamella.model.evidence import Evidence
from lamella.model.layer import Compress, Layer, Slim
from lamella.model.ports import Compiler, Prover, Untraceable, Verdict
from lamella.model.target import Target
from lamella.run.building import outputs
from lamella.run.building.absent_finder import finder_pack
from lamella.run.building.decisions import decided
from lamella.run.building.derived import PackContents, derived
from lamella.run.building.units import Packer, PackReader

# Each proof runs every test; by then a layer whose failures point nowhere is whole again.
_MOST_PROOFS = 8


@dataclass(frozen=True, slots=True)
class Settled:
    """A layer's decision, and what it rests on.

    Attributes:
        decision: What stays.
        evidence: For the lock.
        warnings: What the user should know.
        ran: Whether tests were run for it.
    """

    decision: Decision
    evidence: Evidence
    warnings: tuple[str, ...] = ()
    ran: bool = False


@dataclass(frozen=True)
class ByProof:
    """Slims the layers of one command; safe to use from several threads.

    Attributes:
        prover: Runs their tests.
        packer: Makes and keeps packs.
        root: The project's folder, which functions are relative to.
        scratch: Folder for archives that are tried.
        twins: Evidence of the same layer for the other architecture, by layer and target.
    """

    prover: Prover
    packer: Packer
    root: Path
    scratch: Path
    twins: Mapping[tuple[str, str], Evidence] = field(default_factory=dict)

    def settle(
        self,
        job: Job,
        base: Sequence[StoredPack],
        compiler: Compiler | None,
        known: LockedTarget | None,
        progress: Progress,
    ) -> Settled:
        """Return what stays of a layer.

        Evidence of the lock is used as long as the layer and its tests are the same; nothing is run then, provided
        that the outcome is the locked one too.

        Args:
            job: The layer and its target.
            base: Its packs as the rules alone leave them.
            compiler: Of the target's minor.
            known: The lock's entry.
            progress: Hears of the steps.

        Raises:
            BuildError: The layer has no tests, fails them before it is slimmed, or cannot be traced here.
            ConfigError: Code or events of its tests cannot be read.
        """
        layer = job.layer
        if not layer.test.imports and not layer.test.functions:
            raise _without_tests(layer)
        assembly = assemble(base)
        tree_sha256 = _tree_sha256(assembly)
        inputs = self.prover.inputs_digest(layer, job.target)
        evidence = known.evidence if known else None
        if evidence is None or (evidence.inputs_sha256, evidence.tree_sha256) != (inputs, tree_sha256):
            progress.at(job, "tracing")
            evidence = self._trace(job, assembly, compiler)
            evidence = replace(evidence, inputs_sha256=inputs, tree_sha256=tree_sha256)
        trial = _Trial(self, job, base, assembly, compiler, _outside(layer, self.root))
        foreign = evidence.target != str(job.target)
        if foreign or layer.slimming.slim is Slim.COMPACT:
            return replace(trial.settled(evidence, foreign=foreign), ran=known is None or known.evidence != evidence)
        locked_tree = known.tree_sha256 if known and known.evidence == evidence else None
        return trial.proven(evidence, locked_tree, progress)

    def packs(
        self,
        job: Job,
        base: Sequence[StoredPack],
        decision: Decision,
        compression: Compress,
        compiler: Compiler | None,
    ) -> tuple[list[StoredPack], bool]:
        """Return the slimmed packs with the way back, and whether all were in the cache."""
        slimming = job.layer.slimming
        kept = decision.kept.keys()
        made = [derived(self.packer.cache, pack, job.target, kept, slimming, compression) for pack in base]
        if slimming.slim is Slim.TRACED:
            removed = {packed.file.path for pack in base for packed in pack.pack.packed} - kept
            finder = finder_pack(self.packer, job, removed, compression, compiler)
            made += [finder] if finder else []
        return [pack for pack, _ in made], all(cached for _, cached in made)

    def _trace(self, job: Job, assembly: Assembly, compiler: Compiler | None) -> Evidence:
        with tempfile.TemporaryDirectory(dir=_made(self.scratch), ignore_cleanup_errors=True) as folder:
            archive = _write(Path(folder), job, assembly, compiler)
            found = self.prover.trace(archive, job.layer, job.target)
        if isinstance(found, Evidence):
            return replace(found, files=tuple(sorted({source_path(path) for path in found.files})))
        twin = job.target.twin
        evidence = self.twins.get((job.layer.name, str(twin)))
        if evidence is None or evidence.inputs_sha256 != self.prover.inputs_digest(job.layer, twin):
            raise _untraceable(job, found, twin)
        return evidence


@dataclass(frozen=True)
class _Trial:
    """One layer while it is slimmed."""

    by_proof: ByProof
    job: Job
    base: Sequence[StoredPack]
    assembly: Assembly
    compiler: Compiler | None
    outside: Mapping[str, bytes]

    def settled(self, evidence: Evidence, *, foreign: bool) -> Settled:
        """Decide without running anything."""
        warnings = []
        if foreign:
            warnings.append(
                f"{self.job.target} was not traced: what is pure Python goes by the evidence of {evidence.target}, all "
                "native code stays, and the slimmed layer was not tested"
            )
        return Settled(self._decision(evidence), evidence, (*warnings, *_given_back(evidence)))

    def proven(self, evidence: Evidence, locked_tree: str | None, progress: Progress) -> Settled:
        """Decide, test, and give packages back until the tests pass."""
        verdict = Verdict()
        before: frozenset[str] | None = None
        origins = {placed.packed.file.path: placed.packed.file.origin for placed in self.assembly.files}
        for _ in range(_MOST_PROOFS):
            decision = self._decision(evidence)
            packs, _ = self.by_proof.packs(self.job, self.base, decision, self.job.layer.compress, self.compiler)
            assembly = assemble(packs)
            if locked_tree == _tree_sha256(assembly):
                return Settled(decision, evidence, _given_back(evidence))
            progress.at(self.job, "testing what is left")
            verdict = self._proof(assembly)
            if not verdict.passed and before is None:
                # An entry point that needs what no package brings fails in the whole layer too.
                before = frozenset(failure.what for failure in self._proof(self.assembly).failures)
            verdict = Verdict(tuple(failure for failure in verdict.failures if failure.what not in (before or ())))
            if verdict.passed:
                return Settled(decision, evidence, _given_back(evidence), ran=True)
            more = packages_that_help(verdict, origins, decision.kept, evidence.given_back)
            if not more:
                break
            evidence = replace(evidence, given_back=tuple(sorted({*evidence.given_back, *more})))
        raise BuildError(
            f"{self.job} fails its tests when it is slimmed, whatever is given back",
            why="\n".join(failure.what for failure in verdict.failures),
            hint=f'run `lamella test {self.job.layer.name} --slim safe`; if that passes, build with slim = "compact"',
        )

    def _decision(self, evidence: Evidence) -> Decision:
        slimming = self.job.layer.slimming
        with PackReader(self.base) as reader:
            ground = Ground(
                self.assembly.tree(self.job.target),
                PackContents.of(reader),
                evidence,
                Globs(slimming.keep),
                self.outside,
                twin=evidence.target != str(self.job.target),
            )
            return decided(ground, slimming.slim, self.by_proof.packer.cache.folder)

    def _proof(self, assembly: Assembly) -> Verdict:
        scratch = _made(self.by_proof.scratch)
        with tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True) as folder:
            archive = _write(Path(folder), self.job, assembly, self.compiler)
            return self.by_proof.prover.proves(archive, self.job.layer, self.job.target)


def _tree_sha256(assembly: Assembly) -> str:
    return assembly.tree_sha256(outputs.record_digests(assembly))


def _write(folder: Path, job: Job, assembly: Assembly, compiler: Compiler | None) -> Path:
    outputs.write(folder, job, assembly, outputs.Facts({}, compiler.identity if compiler else None))
    return folder / f"{job.stem}.zip"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _outside(layer: Layer, root: Path) -> Mapping[str, bytes]:
    """Return the functions' own sources, by their paths relative to the project."""
    found: dict[str, bytes] = {}
    for function in layer.test.functions:
        code = root / function.code
        try:
            for path in sorted(code.rglob("*.py")):
                if path.is_file():
                    found[f"{function.code}/{path.relative_to(code).as_posix()}"] = path.read_bytes()
        except OSError as error:
            raise ConfigError(f"cannot read {error.filename}", why=error.strerror or str(error)) from error
    return found


def _given_back(evidence: Evidence) -> tuple[str, ...]:
    if not evidence.given_back:
        return ()
    return (f"kept whole, since the layer fails its tests otherwise: {', '.join(evidence.given_back)}",)


def _without_tests(layer: Layer) -> BuildError:
    return BuildError(
        f'{layer.name} has slim = "{layer.slimming.slim}" and no tests',
        why="what its tests use decides what stays; without tests nothing would",
        hint=f"add to lamella.toml, for each function that uses the layer:\n"
        f"  [[layers.{layer.name}.test.functions]]\n"
        f'  code = "functions/report"\n  handler = "app.handler"\n  events = "functions/report/events.json"\n'
        f'or at least `imports` in [layers.{layer.name}.test]; or build with slim = "safe"',
    )


def _untraceable(job: Job, found: Untraceable, twin: Target) -> BuildError:
    return BuildError(
        f"{job} cannot be slimmed by proof here: its tests cannot be traced",
        why=found.reason,
        hint=f"add {twin} to the layer's targets and build both, or build once where {job.target} runs and commit "
        'lamella.lock; or build with slim = "safe"',
    )
