"""Tests archives before they are published."""

from collections.abc import Mapping, Sequence
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


def hold_tests(project: Project, built: Sequence[Built], environ: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Test archives of layers that have tests in the file; return notes on what could not be run here.

    Args:
        project: From `run.config`.
        built: What is to be published.
        environ: The process's environment.
        today: As for a build.

    Raises:
        RefusedError: A test failed.
        ConfigError: Code or events cannot be read.
    """
    notes: list[str] = []
    for each in built:
        if has_tests(each.job.layer):
            notes += _judged(_tested(project, each, environ, today))
    return tuple(notes)


def has_tests(layer: Layer) -> bool:
    """Whether the file says how the layer is tested."""
    return bool(layer.test.imports or layer.test.functions)


def _tested(project: Project, built: Built, environ: Mapping[str, str], today: date) -> Tested:
    suite = Suite(
        project,
        environ,
        today,
        RunOptions(project.settings.jobs),
        lambda layer: LocalSandboxes(environ, project.settings.cache, runtime_boto3=layer.test.runtime_boto3),
        archive=built.path,
    )
    tested, _ = suite.run([replace(built.job.layer, targets=(built.job.target,))])
    return tested[0]


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
    return [f"tests of {about} were not run here: {why}" for why in reasons]
