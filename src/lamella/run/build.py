"""`build`: from a project to archives, many layers and targets at once."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from lamella.build import lock
from lamella.build.cache import Cache
from lamella.build.outcome import BuildReport, Built, Failed, Job, Progress, Silent
from lamella.config.project import Project
from lamella.errors import LamellaError
from lamella.host.uv import Uv
from lamella.model.layer import Layer
from lamella.run import lockfile
from lamella.run.interpreter import Compilers
from lamella.run.layer import LayerBuilder
from lamella.run.units import Packer

_MOST_JOBS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the command line says of this build alone.

    Attributes:
        upgrade: Resolve anew although the lock still fits.
        require_bytecode: Fail where no interpreter of the target's minor is found.
    """

    upgrade: bool = False
    require_bytecode: bool = False


def build(
    project: Project,
    layers: Sequence[Layer],
    environ: Mapping[str, str],
    today: date,
    options: BuildOptions = BuildOptions(),
    progress: Progress | None = None,
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
        )
        outcomes = list(running.map(lambda job: _one(builder, job, progress or Silent()), jobs))
    built = tuple(it for it in outcomes if isinstance(it, Built))
    failed = tuple(it for it in outcomes if isinstance(it, Failed))
    if project.file and built:
        entries = [(it.job.layer.name, str(it.job.target), it.locked) for it in built]
        guard = settings.cache / "locks" / sha256(os.fsencode(project.root)).hexdigest()
        lockfile.merge(project.root / lockfile.NAME, entries, guard)
    return BuildReport(built, failed)


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
