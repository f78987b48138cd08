"""The waves of a rollout, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lamella.change.rollout.function import Function, PlannedFunction, Standing


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """A wave of a plan.

    Attributes:
        number: From 1.
        in_place, aliased: How many functions join, by kind.
        invocations_per_day: Of those whose number is known.
        unknown: Of how many functions it is not known.
    """

    number: int
    in_place: int
    aliased: int
    invocations_per_day: float
    unknown: int

    @property
    def functions(self) -> int:
        """How many join."""
        return self.in_place + self.aliased


def planned_waves(functions: Iterable[PlannedFunction]) -> tuple[PlannedWave, ...]:
    """Return the waves in order."""
    waves: dict[int, list[PlannedFunction]] = {}
    for each in functions:
        waves.setdefault(each.wave, []).append(each)
    return tuple(_planned(number, waves[number]) for number in sorted(waves))


def standings_by_wave(functions: Iterable[Function]) -> dict[int, Counter[Standing]]:
    """Return how many functions of each wave stand how; functions that the plan skipped are in no wave."""
    waves: dict[int, Counter[Standing]] = {}
    for each in functions:
        if each.planned.wave >= 1:
            waves.setdefault(each.planned.wave, Counter())[each.standing] += 1
    return dict(sorted(waves.items()))


def _planned(number: int, functions: list[PlannedFunction]) -> PlannedWave:
    aliased = sum(bool(each.aliases) for each in functions)
    known = [each.invocations_per_day for each in functions if each.invocations_per_day is not None]
    return PlannedWave(number, len(functions) - aliased, aliased, sum(known), len(functions) - len(known))
