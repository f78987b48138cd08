"""The plan of a rollout: what `lamella rollout start` prints, saves, and starts."""

from dataclasses import dataclass
from datetime import datetime

from lamella.change.plan import Threshold
from lamella.change.rollout.function import PlannedFunction, SkippedFunction
from lamella.change.rollout.state import Move
from lamella.fleet.fleet import Gap
from lamella.model.place import Place
from lamella.model.rollout import RolloutSettings


@dataclass(frozen=True, slots=True)
class RolloutPlan:
    """What is to move.

    The digest (`change.rollout.document.digest`) covers everything but when and from where the plan was made, and
    `invocations_per_day`.

    Attributes:
        layer: As the user named it.
        environment: Its name.
        places: The scope that was read.
        moves: In each place where something moves.
        settings: How.
        functions: Sorted by wave, then by place and name.
        skipped: Which are not moved, and because of what.
        gaps: What could not be read.
        exceeded: Thresholds that need `--force`.
        notes: What the user should know.
        made_at: With a time zone.
        commit: Of the project's repository.
    """

    layer: str
    environment: str
    places: tuple[Place, ...]
    moves: tuple[Move, ...]
    settings: RolloutSettings
    functions: tuple[PlannedFunction, ...]
    skipped: tuple[SkippedFunction, ...]
    made_at: datetime
    gaps: tuple[Gap, ...] = ()
    exceeded: tuple[Threshold, ...] = ()
    notes: tuple[str, ...] = ()
    commit: str | None = None

    @property
    def stages(self) -> int:
        """How many stages there are: until the last wave's aliases have all their weights."""
        weights = len(self.settings.strategy.weights)
        return max((each.wave + (weights if each.aliases else 1) - 1 for each in self.functions), default=0)
