"""Plans new versions of layers, and records those that are there already: `lamella publish`."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from lamella.build.outcome import Built
from lamella.change.action import PublishLayerVersion
from lamella.change.plan import Plan, PlanKind
from lamella.change.publish import Source, publish_plan, with_notes
from lamella.change.record import Published
from lamella.change.wanted import Item, Wanted, unrecorded
from lamella.model.layer import Environment
from lamella.run.publishing.archives import wanted_of
from lamella.run.publishing.observe import observe
from lamella.run.scope import Scope

# AWS answers 15 requests a second in each place; more threads would only wait.
_MOST_THREADS = 32
# A Plan that was refused records nothing; one that was performed in part records what it found.
RECORDED = frozenset({0, 5})
SKIPPED = "the tests were skipped (--skip-tests)"


@dataclass(frozen=True, slots=True)
class Publication:
    """A Plan, and the versions that are there as wanted although no record knows them.

    Attributes:
        plan: To be performed.
        unrecorded: To be recorded when it is.
    """

    plan: Plan
    unrecorded: tuple[Published, ...]


Proof = Callable[[Sequence[Built]], Sequence[str]]


def publish(
    scope: Scope,
    built: Sequence[Built],
    now: datetime,
    *,
    channel: str | None = None,
    commit: str | None = None,
    prove: Proof | None = None,
) -> Publication:
    """Plan that archives become the newest versions of their layers in every place of the scope.

    Args:
        scope: Where.
        built: Finished archives.
        now: With a time zone.
        channel: Instead of the environment's; empty for none.
        commit: Of the project's repository.
        prove: Tests those archives that the Plan publishes and returns notes; raises when one fails.

    Raises:
        ConfigError: A zip needs a bucket that the environment lacks, or a published name is too long.
        BuildError: A bill of materials cannot be read.
        RefusedError: From `prove`.
        StateError, AwsError: The state store cannot be read.
    """
    environment = with_channel(scope.environment, channel)
    wanted = [wanted_of(each, environment, commit) for each in built]
    made = publication(scope, environment, wanted, Source(PlanKind.PUBLISH, now, commit))
    if prove is None:
        return made
    published = {
        (step.action.layer, step.action.target)
        for step in made.plan.steps
        if isinstance(step.action, PublishLayerVersion)
    }
    notes = prove([each for each in built if (each.job.layer.name, str(each.job.target)) in published])
    return replace(made, plan=with_notes(made.plan, notes))


def publication(scope: Scope, environment: Environment, wanted: Sequence[Wanted], source: Source) -> Publication:
    """Read what is there and plan what has to change.

    Raises:
        ConfigError: A zip needs a bucket that the environment lacks.
        StateError, AwsError: The state store cannot be read.
    """
    items = _observed(scope, environment, wanted)
    plan = publish_plan(environment, items, source)
    lost = unrecorded(environment.name, items, scope.store.records(environment.name))
    notes = [f"{record.arn} is there as wanted and not in the state store: --apply records it" for record in lost]
    return Publication(with_notes(plan, notes), lost)


def with_channel(environment: Environment, channel: str | None) -> Environment:
    """Return the environment with another channel; `None` keeps its own, and empty means none."""
    return environment if channel is None else replace(environment, channel=channel)


def record(scope: Scope, lost: Sequence[Published]) -> None:
    """Record versions that a run which was cut short, or another state store, left without a record.

    Raises:
        StateError, AwsError: The state store cannot be written.
    """
    for each in lost:
        scope.store.record(each)


def _observed(scope: Scope, environment: Environment, wanted: Sequence[Wanted]) -> tuple[Item, ...]:
    threads = min(_MOST_THREADS, len(scope.places) * len({it.name for it in wanted}) or 1)
    with ThreadPoolExecutor(threads, "lamella-read") as executor:
        return observe(scope.clients, wanted, scope.places, environment.channel, executor)
