"""Tests archives before they are published."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from lamella.build.outcome import Built
from lamella.config.project import Project
from lamella.errors import RefusedError
from lamella.model.layer import Layer
from lamella.model.tested import Failed, NotRun, Tested
from lamella.run.local_sandboxes import LocalSandboxes
from lamella.run.test import Suite
from lamella.run.testing.archive import RunOptions

_SHOWN = 10


Tester = Callable[[Built], Tested]


def hold_tests(built: Iterable[Built], test: Tester) -> tuple[str, ...]:
    """Test archives of layers that have tests in the file; return notes on what could not be run here.

    Args:
        built: What is to be published.
        test: Tests one archive, see `tester`.

    Raises:
        RefusedError: A test failed.
        ConfigError: Code or events cannot be read.
    """
    return tuple(note for each in built if has_tests(each.job.layer) for note in _judged(test(each)))


def has_tests(layer: Layer) -> bool:
    """Whether the file says how the layer is tested."""
    return bool(layer.test.imports or layer.test.functions)


def tester(project: Project, environ: Mapping[str, str], today: date) -> Tester:
    """Return what tests exactly the archive that was built, in sandboxes of this machine."""

    def test(built: Built) -> Tested:
        suite = Suite(
            project,
            environ,
            today,
            RunOptions(project.settings.jobs),
            lambda layer: LocalSandboxes(environ, project.settings.cache, runtime_boto3=layer.test.runtime_boto3),
            archive=built.path,
        )
        (tested,), _ = suite.run([replace(built.job.layer, targets=(built.job.target,))])
        return tested

    return test


def _judged(tested: Tested) -> list[str]:
    about = f"{tested.layer} {tested.target}"
    failed = [(check, check.outcome) for check in tested.checks if isinstance(check.outcome, Failed)]
    if failed:
        lines = [f"{check.kind} {check.name}: {outcome.reason}" for check, outcome in failed[:_SHOWN]]
        more = [f"and {len(failed) - _SHOWN} more"] if len(failed) > _SHOWN else []
        raise RefusedError(
            f"{about} fails its tests, so nothing was published",
            why="\n".join([*lines, *more]),
            hint=f"`lamella test {tested.layer} --target {tested.target}` shows all; "
            "--skip-tests publishes nevertheless, and the plan says so",
        )
    reasons = dict.fromkeys(check.outcome.why for check in tested.checks if isinstance(check.outcome, NotRun))
    return [f"tests of {about} were not run: {why}" for why in reasons]
