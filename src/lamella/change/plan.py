"""A Plan: Actions in order, why each, and what was left alone; made without touching AWS."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lamella.change.action import Action
from lamella.fleet.fleet import Gap
from lamella.model.place import Place


class PlanKind(StrEnum):
    """Which command made it."""

    PUBLISH = "publish"
    PROMOTE = "promote"
    SHARE = "share"
    CLEAN = "clean"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Step:
    """One Action.

    Attributes:
        id: Unique in the Plan and stable for the same content: `publish data python3.12/x86_64 111122223333 eu-west-1`.
        why: Because of what, in one line.
        after: Ids of earlier Steps that must be done before; when one of them fails this Step is not tried.
    """

    id: str
    action: Action
    why: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Something that the Plan does not change, and because of what."""

    place: Place
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of changes that needs `--force`.

    Attributes:
        what: `versions of data in 111122223333 eu-west-1`, `versions in all`.
        count, most: What the Plan does, and what it may without `--force`.
    """

    what: str
    count: int
    most: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to change.

    The digest (`change.document.digest`) covers kind, environment, places, steps without paths, pins, assumed
    and exceeded; not when or from where the Plan was made.

    Attributes:
        kind: Which command made it.
        environment: Its name.
        places: The scope that was read.
        steps: In an order in which they can be performed one after the other.
        left_alone: What needs no change or must stay.
        gaps: What could not be read.
        exceeded: Thresholds that the Plan breaks; performing it needs `--force`.
        notes: What the user should know (`tests were skipped`).
        pins: Paths of files whose references count, as given to `clean --pins`; absolute.
        assumed: Accounts given to `clean --assume-unused-by`.
        made_at: With a time zone.
        commit: Of the project's repository, with `-dirty`; `None` outside one.
    """

    kind: PlanKind
    environment: str
    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    made_at: datetime
    left_alone: tuple[LeftAlone, ...] = ()
    gaps: tuple[Gap, ...] = ()
    exceeded: tuple[Threshold, ...] = ()
    notes: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    commit: str | None = None
