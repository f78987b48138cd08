"""How far a Plan is applied, decided from the Plan and the Journal; and what each Step came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from lamella.change.action import (
    Action,
    AddLayerVersionPermission,
    DeleteLayerVersion,
    KeepLayerVersion,
    PublishedBy,
    PublishLayerVersion,
    PutObject,
    PutParameter,
    RemoveLayerVersionPermission,
    VersionRef,
)
from lamella.change.journal import Began, Done, Failed, Line, Started
from lamella.change.plan import Plan, Step
from lamella.change.record import Published
from lamella.errors import LamellaError
from lamella.model.arn import LayerVersionArn

EXIT_INCOMPLETE = 5


@dataclass(frozen=True, slots=True)
class Fresh:
    """Not tried, or tried without effect."""


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It may have happened."""


@dataclass(frozen=True, slots=True)
class Past:
    """It happened in an earlier run.

    Attributes:
        version: What PublishLayerVersion made.
        final: It cannot have been undone since; the world need not be asked.
    """

    version: LayerVersionArn | None = None
    final: bool = False


Standing = Fresh | InDoubt | Past


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The Step's effect is there.

    Attributes:
        version: What PublishLayerVersion made, or found.
        already: Nothing had to be changed.
        earlier: An earlier run of the same Plan did it.
    """

    version: LayerVersionArn | None = None
    already: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """The Step failed.

    Attributes:
        error: Why.
        in_doubt: It may have happened nevertheless.
    """

    error: LamellaError
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class NotTried:
    """The Step was not tried, and because of what."""

    why: str


Outcome = Succeeded | Broken | NotTried


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a Plan came to.

    Attributes:
        plan: What was applied.
        outcomes: Of each Step, by id.
    """

    plan: Plan
    outcomes: Mapping[str, Outcome]

    @property
    def exit_code(self) -> int:
        """0 all done; 5 some done, or the Plan has gaps; else the errors' own code, 1 when they differ."""
        broken = [each.error.exit_code for each in self.outcomes.values() if isinstance(each, Broken)]
        left = any(not isinstance(each, Succeeded) for each in self.outcomes.values())
        if not left:
            return EXIT_INCOMPLETE if self.plan.gaps else 0
        if any(isinstance(each, Succeeded) for each in self.outcomes.values()):
            return EXIT_INCOMPLETE
        return broken[0] if broken and len(set(broken)) == 1 else 1


def standings(plan: Plan, lines: Iterable[Line]) -> dict[str, Standing]:
    """Return how each Step stands after what the Journal says; Steps of other Plans are passed over."""
    found: dict[str, Standing] = {step.id: Fresh() for step in plan.steps}
    actions = {step.id: step.action for step in plan.steps}
    for line in lines:
        match line:
            case Began():
                continue
            case Started(_, step):
                now: Standing = InDoubt()
            case Done(_, step, version, _):
                # A deleted version's number never comes back.
                now = Past(version, isinstance(actions.get(step), DeleteLayerVersion))
            case Failed(_, step, in_doubt=in_doubt):
                now = InDoubt() if in_doubt else Fresh()
            case _:
                assert_never(line)
        if step in found:
            found[step] = now
    return found | _copies_of_deleted(actions, found)


def _copies_of_deleted(actions: Mapping[str, Action], found: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return copies that are final: of versions that are deleted. Before that, a copy may have been taken away."""
    deleted = {
        action.version
        for step, action in actions.items()
        if isinstance(action, DeleteLayerVersion) and isinstance(found[step], Past)
    }
    return {
        step: Past(final=True)
        for step, action in actions.items()
        if isinstance(action, KeepLayerVersion) and action.version in deleted and isinstance(found[step], Past)
    }


def reference(action: Action) -> VersionRef | None:
    """Return the version that an Action refers to and that another Step may publish; `None` for other Actions."""
    match action:
        case AddLayerVersionPermission() | PutParameter():
            return action.version
        case (
            PutObject()
            | PublishLayerVersion()
            | RemoveLayerVersionPermission()
            | KeepLayerVersion()
            | DeleteLayerVersion()
        ):
            return None
        case _:
            assert_never(action)


def needs(step: Step) -> tuple[str, ...]:
    """Return the Steps that must be done before: those of `after`, and the one that publishes its version."""
    version = reference(step.action)
    named = (*step.after, version.step) if isinstance(version, PublishedBy) else step.after
    return tuple(dict.fromkeys(named))


def resolved(action: Action, versions: Mapping[str, LayerVersionArn]) -> Action:
    """Return the Action with the ARN of the version that another Step published, where that is known.

    Args:
        action: Any.
        versions: What Steps published, by their ids.
    """
    match action:
        case AddLayerVersionPermission(version=PublishedBy(step)) | PutParameter(version=PublishedBy(step)):
            return replace(action, version=versions[step]) if step in versions else action
        case _:
            return action


def record_of(
    plan: Plan, action: PublishLayerVersion, version: LayerVersionArn, at: datetime, digest: str
) -> Published:
    """Return what is remembered of a version that the Plan published."""
    return Published(
        plan.environment,
        action.layer,
        action.target,
        version,
        action.archive.code_sha256,
        action.archive.size_bytes,
        action.label,
        at,
        digest,
    )
