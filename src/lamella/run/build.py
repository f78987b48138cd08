"""`build`: from a project to archives, many layers and targets at once."""

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from lamella.build import lock
from lamella.build.cache import Cache
from lamella.build.lock import LockedTarget
from lamella.build.outcome import BuildReport, Built, Failed, Job, Progress, Silent
from lamella.config.project import Project
from lamella.errors import LamellaError
from lamella.host.local_target import machine_architecture
from lamella.host.uv import Uv
from lamella.model.check import Depth
from lamella.model.evidence import Evidence
from lamella.model.layer import Layer
from lamella.model.ports import Prover
from lamella.model.target import Architecture
from lamella.run.building import lockfile
from lamella.run.building.compilers import Compilers
from lamella.run.building.layer import LayerBuilder
from lamella.run.building.units import Packer

_MOST_JOBS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the command line says of this build alone.

    Attributes:
        upgrade: Resolve anew although the lock still fits.
        require_bytecode: Fail where no interpreter of the target's minor is found.
        by_bucket: More than 50 MB may be built without a budget that says so; see `check_limits`.
        refuse_blocked: An archive that its check blocks fails, as before a publication.
    """

    upgrade: bool = False
    require_bytecode: bool = False
    by_bucket: bool = False
    refuse_blocked: bool = False


def build(  # noqa: PLR0913, PLR0917 - what a build rests on; the last three have defaults
    project: Project,
    layers: Sequence[Layer],
    environ: Mapping[str, str],
    today: date,
    options: BuildOptions = BuildOptions(),
    progress: Progress | None = None,
    prover: Prover | None = None,
) -> BuildReport:
    """Build every layer for each of its targets.

    One job's failure does not stop the others. Archives, manifests and the lock appear whole or not at all.

    Args:
        project: From `run.config`.
        layers: Some or all of the project's.
        environ: Reaches uv.
        today: Decides which runtimes are deprecated.
        options: See there.
        progress: Hears of each step, from several threads.
        prover: Runs the tests of layers that are slimmed by proof; `None` takes sandboxes of this machine.

    Raises:
        ConfigError: lamella.lock cannot be read.
    """
    jobs = [Job(layer, target) for layer in layers for target in layer.targets]
    settings = project.settings
    locked = lockfile.read(project.root / lockfile.NAME) if project.file else lock.Lock({})
    with ExitStack() as stack:
        computing = stack.enter_context(ThreadPoolExecutor(settings.jobs, "lamella-compute"))
        packing = stack.enter_context(ThreadPoolExecutor(settings.jobs + 2, "lamella-pack"))
        running = stack.enter_context(ThreadPoolExecutor(min(_MOST_JOBS_AT_ONCE, len(jobs) or 1), "lamella-job"))
        builder = LayerBuilder(
            project,
            locked,
            Uv(environ, project.root),
            Packer(Cache(settings.cache), computing),
            packing,
            environ,
            Compilers(environ, settings.cache, settings.jobs),
            today,
            upgrade=options.upgrade,
            require_bytecode=options.require_bytecode,
            by_bucket=options.by_bucket,
            prover=lambda: prover or _sandboxes(project, environ),
            twins=_evidence(_entries(locked)),
        )
        outcomes = _all(builder, jobs, running, progress or Silent())
    built = tuple(it for it in outcomes if isinstance(it, Built))
    failed = tuple(it for it in outcomes if isinstance(it, Failed))
    if project.file and built:
        _lock(project, built)
    judged = _checked(project, built, environ, today, refuse=options.refuse_blocked)
    passed = tuple(it for it in judged if isinstance(it, Built))
    return BuildReport(passed, (*failed, *(it for it in judged if isinstance(it, Failed))))


def _checked(
    project: Project, built: Sequence[Built], environ: Mapping[str, str], today: date, *, refuse: bool
) -> Sequence[Built | Failed]:
    if all(it.job.layer.check is Depth.OFF for it in built):
        return built
    # The rules take as long to import as a build out of the cache; who turned them off does not pay for them.
    from lamella.run.checking.after_build import checked_builds  # noqa: PLC0415

    lock_path = str(project.root / lockfile.NAME) if project.file else ""
    return checked_builds(project, built, lock_path, environ, today, refuse=refuse)


def _lock(project: Project, built: Iterable[Built]) -> None:
    entries = [(it.job.layer.name, str(it.job.target), it.locked) for it in built]
    guard = project.settings.cache / "locks" / sha256(os.fsencode(project.root)).hexdigest()
    lockfile.merge(project.root / lockfile.NAME, entries, guard)


def _all(builder: LayerBuilder, jobs: Sequence[Job], pool: Executor, progress: Progress) -> list[Built | Failed]:
    """Run jobs; those that may need another's evidence come after it."""
    done: dict[int, Built | Failed] = {}
    for late in (False, True):
        built = [it for it in done.values() if isinstance(it, Built)]
        fresh = _evidence((it.job.layer.name, str(it.job.target), it.locked) for it in built)
        now = replace(builder, twins={**builder.twins, **fresh})
        group = [position for position, job in enumerate(jobs) if _needs_twin(job) is late]
        ended = pool.map(lambda position, with_twins=now: _one(with_twins, jobs[position], progress), group)
        done |= dict(zip(group, ended, strict=True))
    return [done[position] for position in range(len(jobs))]


def _needs_twin(job: Job) -> bool:
    """Whether the job cannot be traced on this machine, and another of the layer's can."""
    here = machine_architecture() or Architecture.X86_64
    by_proof = job.layer.slimming.slim.by_proof
    return by_proof and job.target.architecture is not here and job.target.twin in job.layer.targets


def _entries(locked: lock.Lock) -> Iterable[tuple[str, str, LockedTarget]]:
    for layer, targets in locked.layers.items():
        yield from ((layer, target, entry) for target, entry in targets.items())


def _evidence(entries: Iterable[tuple[str, str, LockedTarget]]) -> dict[tuple[str, str], Evidence]:
    """Return what was traced for its own target, by layer and target."""
    return {
        (layer, target): entry.evidence
        for layer, target, entry in entries
        if entry.evidence and entry.evidence.target == target
    }


def _sandboxes(project: Project, environ: Mapping[str, str]) -> Prover:
    # Most builds need no sandbox, and its modules take as long to import as a build out of the cache.
    from lamella.run.local_sandboxes import LocalSandboxes  # noqa: PLC0415
    from lamella.run.testing.proof import SandboxProver  # noqa: PLC0415

    settings = project.settings
    return SandboxProver(
        project.root,
        environ,
        settings.cache,
        lambda layer: LocalSandboxes(environ, settings.cache, runtime_boto3=layer.test.runtime_boto3),
        settings.jobs,
    )


def _one(builder: LayerBuilder, job: Job, progress: Progress) -> Built | Failed:
    failed = True
    try:
        built = builder.build(job, progress)
        failed = False
    except LamellaError as error:
        return Failed(job, error)
    finally:
        progress.done(job, failed=failed)
    return built
