"""`check`: whether layers can be trusted, and will load."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

from lamella.check.finding import NotRun, Unexamined
from lamella.check.report import Report, Verdict
from lamella.check.rule import Family
from lamella.config.project import Project
from lamella.errors import LamellaError, UsageError
from lamella.model.check import CheckSettings
from lamella.run.building import lockfile
from lamella.run.checking.baseline import read_baseline
from lamella.run.checking.one import check_one
from lamella.run.checking.request import EVERY_FAMILY, Context, Request

Done = Callable[[Report], None]


def context_of(  # noqa: PLR0913 - what a check rests on
    project: Project | None,
    environ: Mapping[str, str],
    today: date,
    *,
    families: frozenset[Family] = EVERY_FAMILY,
    lock: str = "",
    wheels: str = "",
    attestations: str = "",
    advisory_db: str = "",
    cache: Path,
    keep: bool = True,
    jobs: int = 1,
) -> Context:
    """Return what holds for all targets of a command.

    Args:
        project: `None` where there is no file.
        environ: Where interpreters are looked for.
        today: Decides which entries of the allow-list are past.
        families: Which run.
        lock: Path of a lamella.lock; empty takes the project's.
        wheels: Folder with wheels that the lock names; empty for none.
        attestations: Folder with a `FILENAME.provenance` for artifacts that the lock names; empty for none.
        advisory_db: OSV data; empty takes what the file says.
        cache: Folder of the cache.
        keep: Whether results are taken from the cache and kept in it.
        jobs: Worker processes for each target.

    Raises:
        ConfigError: The baseline cannot be read.
        UsageError: The lock, the folder of wheels or that of attestations is not there.
    """
    settings = project.check if project else CheckSettings()
    root = project.root if project else Path()
    own_lock = root / lockfile.NAME if project and project.file else None
    if not lock and own_lock is not None and own_lock.is_file():
        lock = str(own_lock)
    if not advisory_db and settings.advisory_db:
        advisory_db = str(root / settings.advisory_db)
    baseline = read_baseline(root / settings.baseline) if settings.baseline else frozenset()
    if wheels and not Path(wheels).is_dir():
        raise UsageError(
            f"--wheels: {wheels} is no folder", hint="give the folder that holds the wheels the lock names"
        )
    if attestations and not Path(attestations).is_dir():
        raise UsageError(
            f"--attestations: {attestations} is no folder", hint="give the folder that holds FILENAME.provenance files"
        )
    if attestations and not lock:
        raise UsageError("--attestations needs a lock file, which names the artifacts", hint="give --lock")
    if lock and not Path(lock).is_file():
        raise UsageError(f"--lock: there is no file {lock}")
    return Context(
        settings,
        today,
        families,
        jobs,
        str(cache),
        lock,
        wheels,
        advisory_db,
        baseline,
        keep,
        dict(environ),
        attestations,
    )


def check(
    requests: Sequence[Request], context: Context, executor: Executor | None = None, done: Done | None = None
) -> tuple[Report, ...]:
    """Check targets; the reports are in the order of the requests, each exactly once.

    Args:
        requests: The targets.
        context: What holds for all.
        executor: Runs one target each; anything with the interface of `concurrent.futures`. `None` runs them here.
        done: Hears of each report as it is made.

    Raises:
        UsageError, LayoutError: A target is no layer; only where no executor is given and there is one target.
    """
    if executor is None:
        return tuple(_here(request, context, done, alone=len(requests) == 1) for request in requests)
    promised = [(request, executor.submit(check_one, request, context)) for request in requests]
    reports: list[Report] = []
    for request, future in promised:
        try:
            report = future.result()
        except LamellaError as error:
            report = _failed(request, error.in_one_line)
        except Exception as error:  # noqa: BLE001 - a worker of a cluster fails in ways of its own; the target is reported as not examined
            report = _failed(request, f"{type(error).__name__}: {' '.join(str(error).split())[:160]}")
        reports.append(report)
        if done is not None:
            done(report)
    return tuple(reports)


def _here(request: Request, context: Context, done: Done | None, *, alone: bool) -> Report:
    try:
        report = check_one(request, context)
    except LamellaError as error:
        if alone:
            raise
        report = _failed(request, error.in_one_line)
    if done is not None:
        done(report)
    return report


def _failed(request: Request, why: str) -> Report:
    not_run = tuple(NotRun(family.value, "the target could not be read") for family in Family)
    return Report(request.label, Verdict.INCOMPLETE, (), (Unexamined("", why),), not_run)
