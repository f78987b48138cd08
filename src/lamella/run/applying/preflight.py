"""Holds a Plan against the world before the first change: what is there already, what changed since."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from lamella.change.action import Action, AddLayerVersionPermission, PublishedBy, RemoveLayerVersionPermission
from lamella.change.applying import Fresh, InDoubt, Past, Standing, reference, resolved
from lamella.change.plan import Plan, Step
from lamella.change.world import Effect
from lamella.errors import AwsError, ChangedError, LamellaError
from lamella.model.arn import LayerVersionArn
from lamella.run.applying.effects import Effects
from lamella.run.applying.trying import look

# Lists may be some seconds old: what is missing at first is looked for again.
_LOOKS_S = (0.0, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class There:
    """The Step's effect is there."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class Wanted:
    """The Step is to be performed.

    Attributes:
        unseen: It may have happened, but its version was not known yet: look before it is performed.
    """

    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Differs:
    """What the Step rests on changed."""

    how: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """It could not be read whether the Step may be performed."""

    error: LamellaError


Finding = There | Wanted | Differs | Unreadable


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was found for each Step, and the versions that earlier runs published, by Step."""

    findings: dict[str, Finding] = field(default_factory=dict)
    versions: dict[str, LayerVersionArn] = field(default_factory=dict)


def preflight(
    plan: Plan, standings: Mapping[str, Standing], effects: Effects, result_of: Callable[[Future[Finding]], Finding]
) -> Preflight:
    """Hold every Step against the world; nothing is changed.

    Args:
        plan: To be applied.
        standings: Of its Steps, from the Journal.
        effects: See there.
        result_of: Waits for a finding, and renews claims meanwhile.

    Raises:
        ChangedError: What some Step rests on changed; each is listed in `why`.
    """
    found = Preflight()
    freed = frozenset(
        (step.action.version, step.action.statement_id)
        for step in plan.steps
        if isinstance(step.action, RemoveLayerVersionPermission)
    )
    # Steps that refer to a version can only be looked for once it is known whether that was published.
    for refers in (False, True):
        steps = [step for step in plan.steps if isinstance(reference(step.action), PublishedBy) is refers]
        running = [
            (step, effects.executor.submit(_find, effects, action, standings[step.id], freed=_is_freed(action, freed)))
            for step in steps
            for action in (resolved(step.action, found.versions),)
        ]
        for step, future in running:
            finding = result_of(future)
            found.findings[step.id] = finding
            if isinstance(finding, There) and finding.effect.version is not None:
                found.versions[step.id] = finding.effect.version
    _hold(plan.steps, found.findings)
    return found


def _is_freed(action: Action, freed: frozenset[tuple[LayerVersionArn, str]]) -> bool:
    """Whether another Step of the Plan takes away the statement whose id this one needs."""
    return isinstance(action, AddLayerVersionPermission) and (action.version, action.grant.statement_id) in freed


def _find(effects: Effects, action: Action, standing: Standing, *, freed: bool) -> Finding:
    open_reference = isinstance(reference(action), PublishedBy)
    try:
        match standing:
            case Past(version, final=True):
                return There(Effect(version))
            case InDoubt() | Past() if open_reference:
                return Wanted(unseen=True)
            case InDoubt() | Past():
                effect = look(effects.world, action, effects.sleep, _LOOKS_S)
                if effect is not None:
                    return There(effect)
            case Fresh():
                pass
        if freed or (open_reference and isinstance(action, AddLayerVersionPermission)):
            return Wanted()
        how = effects.world.differs(action)
    except AwsError as error:
        return Unreadable(error)
    return Wanted() if how is None else Differs(how)


def _hold(steps: Iterable[Step], findings: Mapping[str, Finding]) -> None:
    changed = [f"{step.id}: {finding.how}" for step in steps if isinstance(finding := findings[step.id], Differs)]
    if changed:
        raise changed_error(changed)


def changed_error(changed: Iterable[str]) -> ChangedError:
    """Return the error for a Plan that no longer fits the world; `changed` says how, one line each."""
    return ChangedError(
        "the world changed since the plan was made; nothing was changed by it now",
        why="\n".join(changed),
        hint="make the plan again",
    )
