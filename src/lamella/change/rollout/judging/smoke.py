"""Judges smoke invocations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lamella.change.rollout.gates import Reading, Verdict
from lamella.model.expectation import difference, expectation_of
from lamella.model.rollout import RolloutSettings, Smoke, SmokeEvent

_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function answered.

    Attributes:
        payload: JSON text.
        error: `ImportError: no module named numpy` where it failed; `None` where it did not.
    """

    payload: str
    error: str | None = None


def smoke_for(settings: RolloutSettings, name: str) -> Smoke | None:
    """Return the smoke gate of a function: the first whose `functions` matches its whole name."""
    return next((each for each in settings.smoke if not each.functions or re.fullmatch(each.functions, name)), None)


def wrong_with(event: SmokeEvent, answer: Answer) -> str | None:
    """Return what is wrong with an answer; `None` when nothing is.

    Raises:
        ConfigError: The event's `expect` has a path that is none.
    """
    if answer.error is not None:
        return answer.error
    return None if event.expect is None else difference(expectation_of(event.expect), answer.payload)


def judge_smoke(wrong: Sequence[str | None], of: int) -> Reading:
    """Judge the answers to events, of which the first wrong one is the last that was asked for.

    Args:
        wrong: What is wrong with each.
        of: How many events the gate has.
    """
    good = sum(each is None for each in wrong)
    first = next((f"event {position}: {each}" for position, each in enumerate(wrong, 1) if each is not None), None)
    told = " ".join((first or ("each answered as expected" if of > 1 else "answered as expected")).split())
    return Reading(
        "smoke",
        Verdict.PASS if good == of else Verdict.FAIL,
        f"{good} of {of}",
        "all",
        told if len(told) <= _WIDEST else f"{told[:_WIDEST]}...",
    )
