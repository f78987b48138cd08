"""`lamella apply`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options, read_aws_options
from lamella.cli.planned import add_performing_options
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from lamella.change.plan import Plan
    from lamella.cli.console import Console
    from lamella.config.project import Project
    from lamella.errors import UsageError

_STDIN = "-"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="a plan that was saved with --out; `-` reads it from stdin")
    parser.add_argument(
        "--archives",
        metavar="FOLDER",
        help="where zips are that are not at the plan's paths (default: the plan's folder)",
    )
    parser.add_argument("--config", metavar="FILE", help="lamella.toml or pyproject.toml to use instead of the nearest")
    add_performing_options(parser)
    add_aws_options(parser, scope=False)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.change.document import digest
    from lamella.change.rollout.document import is_rollout_plan
    from lamella.cli.options import read_config_path
    from lamella.cli.planned import hold_digest, perform
    from lamella.config.project import Overrides
    from lamella.run.applying.archives import moved_archives
    from lamella.run.config import project_if_any
    from lamella.run.scope import open_scope

    text = _text(arguments.plan)
    if is_rollout_plan(text):
        return _start(text, arguments, console)
    plan = _read(arguments.plan, text)
    hold_digest(digest(plan), arguments.digest)
    plan = moved_archives(plan, _archives(arguments))
    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    _hold_environment(plan.environment, project)
    options = read_aws_options(arguments)
    with open_scope(project, plan.environment, options, console.environ, plan.places) as scope:
        return perform(plan, scope, arguments, console)


def _archives(arguments: argparse.Namespace) -> Path:
    from pathlib import Path

    if arguments.archives is not None:
        return Path(arguments.archives).absolute()
    return Path.cwd() if arguments.plan == _STDIN else Path(arguments.plan).absolute().parent


def _start(text: str, arguments: argparse.Namespace, console: Console) -> int:
    """Start a rollout from its saved plan."""
    from pathlib import Path

    from lamella.change.rollout.document import digest, plan_from_json
    from lamella.cli.options import read_config_path
    from lamella.cli.planned import hold_digest
    from lamella.cli.rollout_start import started
    from lamella.config.project import Overrides
    from lamella.errors import UsageError
    from lamella.run.config import project_if_any
    from lamella.run.scope import open_scope

    try:
        plan = plan_from_json(text)
    except UsageError as error:
        raise _no_plan(arguments.plan, error) from error
    hold_digest(digest(plan), arguments.digest)
    project = project_if_any(read_config_path(arguments), Overrides(), console.environ, Path.cwd())
    _hold_environment(plan.environment, project)
    options = read_aws_options(arguments)
    with open_scope(project, plan.environment, options, console.environ, plan.places) as scope:
        return started(plan, scope, arguments, console)


def _read(name: str, text: str) -> Plan:
    from lamella.change.document import from_json
    from lamella.errors import UsageError

    try:
        return from_json(text)
    except UsageError as error:
        raise _no_plan(name, error) from error


def _text(name: str) -> str:
    import sys
    from pathlib import Path

    from lamella.errors import UsageError

    try:
        return sys.stdin.read() if name == _STDIN else Path(name).read_text("utf-8")
    except FileNotFoundError as error:
        raise UsageError(f"there is no plan {name}", hint="save one: `lamella publish --out plan.json`") from error
    except IsADirectoryError as error:
        raise UsageError(f"{name} is a folder, no plan", hint="name the file that --out wrote") from error
    except UnicodeDecodeError as error:
        raise _no_plan(name, error) from error


def _no_plan(name: str, error: Exception) -> UsageError:
    from lamella.errors import UsageError

    where = "stdin" if name == _STDIN else name
    return UsageError(f"{where} is no plan that can be applied", why=_why(error), hint=_hint(error))


def _why(error: Exception) -> str:
    from lamella.errors import LamellaError

    return "\n".join(filter(None, (error.what, error.why))) if isinstance(error, LamellaError) else "it is not UTF-8"


def _hint(error: Exception) -> str:
    from lamella.errors import LamellaError

    made = "plans are made with --out: `lamella publish --out plan.json`"
    return (error.hint if isinstance(error, LamellaError) else "") or made


def _hold_environment(environment: str, project: Project | None) -> None:
    """Hold that the environment is known here: it says how accounts are reached, and where the journal is."""
    from lamella.errors import UsageError
    from lamella.run.environments import IMPLICIT

    known = project.environments if project else {}
    if environment not in {IMPLICIT, *known}:
        file = project.file if project else None
        raise UsageError(
            f"the plan is for environment `{environment}`, which is not known here",
            why=f"environments of {file}: {', '.join(known) or 'none'}" if file else "there is no lamella.toml here",
            hint="run it where the project's lamella.toml is, or name that with --config",
        )


VERB = Verb("apply", "perform a plan that was saved with --out", _arguments, _run)
