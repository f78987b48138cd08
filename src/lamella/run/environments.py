"""Which environment a command works in."""

from lamella.config.closest import did_you_mean
from lamella.config.project import Project
from lamella.errors import UsageError
from lamella.model.layer import Environment

IMPLICIT = "default"


def chosen_environment(project: Project | None, name: str | None) -> Environment:
    """Return the environment that `--env` names.

    Args:
        project: `None` where there is no file.
        name: `None` takes the file's environment `default`; without one, the implicit one of that name: the caller's
            account and the Regions of the command line.

    Raises:
        UsageError: No environment of that name; the message lists them.
    """
    known = project.environments if project else {}
    wanted = IMPLICIT if name is None else name
    if wanted in known:
        return known[wanted]
    if wanted == IMPLICIT:
        return Environment(IMPLICIT, rollout=project.rollout) if project else Environment(IMPLICIT)
    if project is None or project.file is None:
        raise UsageError(
            f"environment `{wanted}` needs a lamella.toml", why="environments are tables [environments.NAME] of it"
        )
    raise UsageError(
        f"there is no environment `{wanted}`",
        why=f"environments of {project.file}: {', '.join(known) or 'none'}",
        hint=did_you_mean(wanted, known) or f"add a table [environments.{wanted}]",
    )
