"""The zips that a Plan names: held before the first change, and found again on another machine."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path

from lamella.change.action import Action, ArchiveFile, Direct, PublishLayerVersion, PutObject
from lamella.change.plan import Plan, Step
from lamella.errors import UsageError


def hold_archives(actions: Iterable[Action]) -> None:
    """Hold that each zip which the Actions send is there and has the content that the Plan names.

    Raises:
        UsageError: One is missing, or is another; all are listed.
    """
    sent = dict.fromkeys(archive for action in actions if (archive := _sent(action)) is not None)
    wrong = [f"{archive.path}: {why}" for archive in sent if (why := _differs(archive)) is not None]
    if wrong:
        raise UsageError(
            "archives of the plan are not there; nothing was changed",
            why="\n".join(wrong),
            hint="take the plan's zips along, and name their folder with `lamella apply --archives FOLDER`",
        )


def moved_archives(plan: Plan, folder: Path) -> Plan:
    """Return the Plan with each zip that is not at its path taken from the folder, where it is there by its name.

    The Plan's digest stays as it was.
    """
    return replace(plan, steps=tuple(_moved(step, folder) for step in plan.steps))


def _moved(step: Step, folder: Path) -> Step:
    match step.action:
        case PutObject(archive=archive) | PublishLayerVersion(archive=archive) if not archive.path.is_file():
            beside = folder / archive.path.name
            if beside.is_file():
                return replace(step, action=replace(step.action, archive=replace(archive, path=beside)))
        case _:
            pass
    return step


def _sent(action: Action) -> ArchiveFile | None:
    match action:
        case PutObject(archive=archive) | PublishLayerVersion(archive=archive, content=Direct()):
            return archive
        case _:
            return None


def _differs(archive: ArchiveFile) -> str | None:
    try:
        with archive.path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return error.strerror or str(error)
    return None if found == archive.sha256 else f"its sha256 is {found}, the plan's {archive.sha256}"
