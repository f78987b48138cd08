"""What happens to a rollout: time passes, operators command, Actions come to a result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lamella.change.rollout.action import Action
from lamella.change.rollout.function import FunctionRef
from lamella.change.rollout.gates import Reading


@dataclass(frozen=True, slots=True)
class Did:
    """The effect is there.

    Attributes:
        changed: This very call made it; False where it was there before.
        version: Of PublishVersion.
    """

    changed: bool = True
    version: str | None = None


@dataclass(frozen=True, slots=True)
class NotYet:
    """The world is not ready; try again later."""

    why: str


@dataclass(frozen=True, slots=True)
class Drifted:
    """Somebody else changed it; it was not touched."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """AWS or a guard refuses for good; nothing was changed by this Action.

    Attributes:
        gone: The function does not exist any more.
    """

    why: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Broke:
    """It failed after several tries (no right, AWS does not answer); it may have happened."""

    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Of InvokeSmoke (one Reading under its function) and ReadGates.

    Attributes:
        of_functions: Readings by function.
        of_stage: Of gates that are of no single function.
    """

    of_functions: Mapping[FunctionRef, tuple[Reading, ...]] = field(default_factory=dict)
    of_stage: tuple[Reading, ...] = ()


Result = Did | NotYet | Drifted | Refused | Broke | Judged


class Command(StrEnum):
    """Of an operator."""

    PAUSE = "pause"
    RESUME = "resume"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time passed. `frozen_until`: a freeze window holds now, until then."""

    at: datetime
    frozen_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Commanded:
    """An operator asked; what makes no sense in the phase (resume of one that is not paused) changes nothing."""

    at: datetime
    command: Command
    by: str


@dataclass(frozen=True, slots=True)
class Acted:
    """An Action came to a result."""

    at: datetime
    action: Action
    result: Result


Event = Ticked | Commanded | Acted
