"""Who joins in which wave: by tag, then by a hash that a rerun repeats."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from lamella.change.rollout.function import FunctionRef, PlannedFunction
from lamella.model.rollout import RolloutSettings
from lamella.model.strategy import Count, WaveSize

Tags = Mapping[FunctionRef, Mapping[str, str]]


def in_waves(
    functions: Sequence[PlannedFunction], settings: RolloutSettings, tags: Tags, seed: str
) -> tuple[PlannedFunction, ...]:
    """Return the functions with their waves, sorted by wave, place and name.

    Functions that have an earlier tag of `order_by` come first, the others in the order of a hash of the seed and their
    ARN. A function whose group is in a wave already goes into the next that has room; groups that are larger than the
    number of waves get further waves. Waves that would be empty are left out.

    Args:
        functions: In any order.
        settings: Strategy, order and group.
        tags: Of the functions.
        seed: The same one gives the same waves.
    """
    ordered = sorted(functions, key=lambda each: (_rank(tags.get(each.ref, {}), settings), _hash(seed, each.ref)))
    rooms = _rooms(settings.strategy.waves, len(ordered))
    waves: list[list[PlannedFunction]] = [[] for _ in rooms]
    groups: list[set[str]] = [set() for _ in rooms]
    for function in ordered:
        group = tags.get(function.ref, {}).get(settings.group_by, "") if settings.group_by else ""
        place = next(
            (it for it, room in enumerate(rooms) if len(waves[it]) < room and not (group and group in groups[it])), None
        )
        if place is None:
            place = len(waves)
            rooms.append(len(ordered))
            waves.append([])
            groups.append(set())
        waves[place].append(function)
        groups[place].add(group)
    filled = [wave for wave in waves if wave]
    numbered = [replace(each, wave=number) for number, wave in enumerate(filled, 1) for each in wave]
    return tuple(sorted(numbered, key=lambda each: (each.wave, each.ref)))


def _rooms(waves: Sequence[WaveSize], functions: int) -> list[int]:
    """Return how many functions each wave takes, in a fleet of so many."""
    rooms: list[int] = []
    for wave in waves:
        size = wave.functions if isinstance(wave, Count) else math.ceil(functions * wave.percent / 100 - 1e-9)
        rooms.append(max(0, min(functions, size) - sum(rooms)))
    return rooms


def _rank(tags: Mapping[str, str], settings: RolloutSettings) -> int:
    ranks = (rank for rank, (key, value) in enumerate(settings.order_by) if tags.get(key) == value)
    return next(ranks, len(settings.order_by))


def _hash(seed: str, ref: FunctionRef) -> str:
    return sha256(f"{seed} {ref.arn}".encode()).hexdigest()
