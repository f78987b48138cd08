"""The state of a rollout: what was decided, and the facts about each function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lamella.change.rollout.action import Action, FunctionAction, Notify, ReadGates
from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.gates import Reading
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place
from lamella.model.rollout import RolloutSettings


class Phase(StrEnum):
    """Where a rollout is."""

    PLANNED = "planned"
    MOVING = "moving"
    BAKING = "baking"
    PAUSED = "paused"
    ROLLING_BACK = "rolling back"
    DONE = "done"
    ROLLED_BACK = "rolled back"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in {Phase.DONE, Phase.ROLLED_BACK, Phase.FAILED}


@dataclass(frozen=True, slots=True)
class Move:
    """What moves in a place: every version of `layer` but `new` gives way to `new`."""

    place: Place
    layer: str
    new: LayerVersionArn


@dataclass(frozen=True, slots=True)
class Head:
    """A rollout without its functions.

    Attributes:
        id: `20261125-061503-4f9a1c`: when it was started, and of what plan.
        layer: As the user named it.
        environment: Its name.
        moves: In each place.
        places: The scope that was read.
        settings: Chosen at the start.
        started_at, started_by: With a time zone; the caller's ARN.
        digest: Of the plan.
        commit: Of the project's repository.
        phase: See there. FAILED: something could not be restored.
        before_pause: The phase that `resume` goes back to; `None` unless paused.
        stage: From 1; 0 before the first.
        stages: How many there are.
        stage_since: When the stage's moves were complete and its bake began; `None` while it moves.
        readings: The newest of gates that are of no single function (alarms, commands).
        gate_failed: A gate failed at some time: exit code 3.
        why: Because of what it was rolled back, paused or failed.
        ended_at: When it ended.
        noticed: Notices that were sent, with the reason where a channel could not be told.
        frozen_until: A freeze window holds the next stage; `None` when none does.
    """

    id: str
    layer: str
    environment: str
    moves: tuple[Move, ...]
    places: tuple[Place, ...]
    settings: RolloutSettings
    started_at: datetime
    started_by: str
    digest: str
    stages: int
    commit: str | None = None
    phase: Phase = Phase.PLANNED
    before_pause: Phase | None = None
    stage: int = 0
    stage_since: datetime | None = None
    readings: tuple[Reading, ...] = ()
    gate_failed: bool = False
    why: str = ""
    ended_at: datetime | None = None
    noticed: tuple[str, ...] = ()
    frozen_until: datetime | None = None


class Part(StrEnum):
    """What is being done with functions at the moment; each part ends before the next begins."""

    NOTHING = "nothing"
    PREPARE = "prepare"
    SWITCH = "switch"
    SHIFT = "shift"
    RESTORE_TRAFFIC = "restore traffic"
    RESTORE_LATEST = "restore latest"
    UNTAG = "untag"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Who is next. It is not saved: it follows from the facts.

    Attributes:
        part: See there.
        queues: In each place, the functions of the part, in order; `taken`: how many of them had their turn.
        urgent: Functions that are asked what is next before all others.
        busy: The Action that was given out for a function and not answered.
        later: When a function whose Action answered "not yet" has its turn again.
        others: Given out and not answered, of no single function.
        unjudged: Functions switched in place whose smoke invocations have not been judged.
        failures: How many functions failed.
        read_at: When gates were last read in this stage.
        lacking: Then a gate had not enough data.
        kept: Functions whose tags could not be removed.
    """

    part: Part = Part.NOTHING
    queues: Mapping[Place, tuple[FunctionRef, ...]] = field(default_factory=dict)
    taken: Mapping[Place, int] = field(default_factory=dict)
    urgent: tuple[FunctionRef, ...] = ()
    busy: Mapping[FunctionRef, FunctionAction] = field(default_factory=dict)
    later: Mapping[FunctionRef, datetime] = field(default_factory=dict)
    others: frozenset[ReadGates | Notify] = frozenset()
    unjudged: frozenset[FunctionRef] = frozenset()
    failures: int = 0
    read_at: datetime | None = None
    lacking: bool = False
    kept: frozenset[FunctionRef] = frozenset()


@dataclass(frozen=True, slots=True)
class State:
    """A rollout.

    Attributes:
        head: What was decided.
        functions: By ref, in the plan's order; those that were skipped from the beginning stand here too (SKIPPED).
        schedule: `None` in a state that was made or loaded: after a crash, what was under way is given out again, and
            finds its effect there.
    """

    head: Head
    functions: Mapping[FunctionRef, Function]
    schedule: Schedule | None = None

    @property
    def in_flight(self) -> frozenset[Action]:
        """Actions that were given out and not answered."""
        if self.schedule is None:
            return frozenset()
        return frozenset[Action](self.schedule.busy.values()) | self.schedule.others
