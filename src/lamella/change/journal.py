"""What applying a Plan did, a line before and a line after each Action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lamella.model.arn import LayerVersionArn


@dataclass(frozen=True, slots=True)
class Began:
    """Somebody began to apply the Plan, or went on with it.

    Attributes:
        caller: ARN of who applies it, from GetCallerIdentity.
        commit: The Plan's.
        forced: Thresholds were overruled.
    """

    at: datetime
    caller: str
    commit: str | None = None
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """A Step is about to be tried; without a later line it is in doubt whether it happened."""

    at: datetime
    step: str


@dataclass(frozen=True, slots=True)
class Done:
    """A Step is done.

    Attributes:
        version: What PublishLayerVersion made (or found).
        already: Nothing had to be done: the world was as wanted.
    """

    at: datetime
    step: str
    version: LayerVersionArn | None = None
    already: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A Step failed.

    Attributes:
        what, why, hint: Of the error.
        in_doubt: Whether it may have happened nevertheless.
        exit_code: Of the error.
    """

    at: datetime
    step: str
    what: str
    why: str = ""
    hint: str = ""
    in_doubt: bool = False
    exit_code: int = 1


Line = Began | Started | Done | Failed


class Journal(Protocol):
    """Lines by Plan; several threads may write."""

    def lines(self, digest: str) -> Sequence[Line]:
        """Return the lines of a Plan in the order in which they were written."""
        ...

    def write(self, digest: str, line: Line) -> None:
        """Write a line; when this returns, a crash does not lose it.

        Raises:
            AwsError, StateError: It could not be written.
        """
        ...
