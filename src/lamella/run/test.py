"""`test`: builds layers where needed and tests each for every target that this machine can run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from lamella.build.outcome import BuildReport, Job
from lamella.build.outcome import Progress as BuildProgress
from lamella.config.project import Project
from lamella.errors import CannotRunError, LamellaError, LayerTestsError, ToolError, UsageError
from lamella.host.local_target import interpreter_for
from lamella.model.layer import Layer
from lamella.model.target import Target
from lamella.model.tested import Check, Failed, Kind, Tested, not_run
from lamella.run.build import BuildOptions, build
from lamella.run.testing.archive import RunOptions, test_archive
from lamella.sandbox.maker import SandboxMaker


class Watching(Protocol):
    """Hears how far tests are; called from several threads."""

    def begins(self, job: Job) -> None:
        """The tests of a layer for a target begin."""
        ...

    def checked(self, job: Job, checks: Sequence[Check]) -> None:
        """Checks were made."""
        ...


class Unwatched:
    """Progress that nobody watches."""

    def begins(self, job: Job) -> None:
        """Say nothing."""

    def checked(self, job: Job, checks: Sequence[Check]) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Suite:
    """How the layers of a project are tested.

    Attributes:
        project: From `run.config`.
        environ: The process's environment.
        today: For the build.
        options: For each layer.
        sandboxes: Makes the sandboxes of a layer.
        archive: Test this zip instead of building; there is one layer with one target then.
        watching: Hears of the progress.
        building: Hears of the build's.
    """

    project: Project
    environ: Mapping[str, str]
    today: date
    options: RunOptions
    sandboxes: Callable[[Layer], SandboxMaker]
    archive: Path | None = None
    watching: Watching = field(default_factory=Unwatched)
    building: BuildProgress | None = None

    def run(self, layers: Sequence[Layer]) -> tuple[tuple[Tested, ...], BuildReport]:
        """Test layers, in order; what could not be built or run here is in the results, with the reason.

        Raises:
            ConfigError: Code, events or lamella.lock cannot be read.
            HostileArchiveError: A given zip breaks a rule of the reader.
        """
        reasons = {target: self._why_not(target) for layer in layers for target in layer.targets}
        here = [
            replace(layer, targets=tuple(target for target in layer.targets if reasons[target] is None))
            for layer in layers
        ]
        report = BuildReport((), ())
        if self.archive is None and any(layer.targets for layer in here):
            wanted = [layer for layer in here if layer.targets]
            report = build(self.project, wanted, self.environ, self.today, BuildOptions(), self.building)
        jobs = (Job(layer, target) for layer in layers for target in layer.targets)
        return tuple(self._result(job, reasons[job.target], report) for job in jobs), report

    def _why_not(self, target: Target) -> str | None:
        try:
            interpreter_for(target, self.environ, self.project.settings.cache)
        except CannotRunError as error:
            return error.in_one_line
        return None

    def _result(self, job: Job, why_not: str | None, report: BuildReport) -> Tested:
        if why_not:
            return not_run(job.layer.name, str(job.target), why_not)
        archive = self.archive
        if archive is None:
            at = job.layer.name, job.target
            for failed in report.failed:
                if (failed.job.layer.name, failed.job.target) == at:
                    return _not_built(job, failed.error)
            archive = next(it.path for it in report.built if (it.job.layer.name, it.job.target) == at)
        self.watching.begins(job)
        try:
            return test_archive(
                archive,
                job.layer,
                job.target,
                self.project.root,
                self.sandboxes(job.layer),
                options=self.options,
                heard=lambda checks: self.watching.checked(job, checks),
            )
        except (CannotRunError, ToolError) as error:
            return not_run(job.layer.name, str(job.target), error.in_one_line)


def _not_built(job: Job, error: LamellaError) -> Tested:
    name, target = job.layer.name, str(job.target)
    if isinstance(error, LayerTestsError):
        # Slimming by proof runs the tests before it writes: they failed, and that is an answer.
        return Tested(name, target, (Check(target, Kind.TARGET, Failed(error.what, error.hint, error.why)),))
    return not_run(name, target, f"not built: {error.what}")


def hold_one_target(layers: Sequence[Layer], archive: Path) -> None:
    """Hold that a given zip is tested as one layer for one target.

    Raises:
        UsageError: There are several, or no zip.
    """
    if not archive.is_file():
        raise UsageError(f"there is no zip {archive}", hint="`lamella build` writes archives")
    jobs = [f"{layer.name} {target}" for layer in layers for target in layer.targets]
    if len(jobs) != 1:
        raise UsageError(
            f"it is not known as what {archive} is to be tested",
            why=f"there are {', '.join(jobs)}",
            hint="name one layer, and one --target",
        )
