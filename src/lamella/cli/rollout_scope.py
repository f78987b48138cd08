"""The scope in which verbs of rollouts work."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.run.scope import Scope


def project_of(arguments: argparse.Namespace, console: Console) -> Project | None:
    """Return the project, where there is one.

    Raises:
        ConfigError: Its file is wrong.
    """
    from pathlib import Path

    from lamella.cli.options import read_config_path
    from lamella.config.project import Overrides
    from lamella.run.config import project_if_any

    return project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())


@contextmanager
def scoped(arguments: argparse.Namespace, console: Console) -> Iterator[tuple[Scope, Path]]:
    """Open the scope of a verb that acts on a rollout, and say in which folder its commands run.

    Raises:
        LamellaError: As `lamella.run.scope.open_scope`.
    """
    from pathlib import Path

    from lamella.cli.aws_options import read_aws_options
    from lamella.run.scope import open_scope

    project = project_of(arguments, console)
    with open_scope(project, arguments.environment, read_aws_options(arguments), console.environ) as scope:
        yield scope, project.root if project else Path.cwd()
