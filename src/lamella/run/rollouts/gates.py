"""Reads and judges the gates of a stage."""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import assert_never

from lamella.aws.alarms import alarm_states
from lamella.aws.clients import Clients
from lamella.change.rollout.event import Judged
from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.gates import Reading
from lamella.change.rollout.judging.counted import judge_durations, judge_errors, judge_throttles
from lamella.change.rollout.judging.inits import judge_inits
from lamella.change.rollout.judging.looking import bake_ended, looks_at, moved_functions, wave_sizes
from lamella.change.rollout.judging.told import AlarmState, gate_names, judge_alarm, judge_command, unreadable
from lamella.change.rollout.state import State
from lamella.errors import AccessDeniedError, AwsError, CredentialsError
from lamella.host.commands import run_command
from lamella.model.place import Place
from lamella.model.rollout import AlarmGate, BakeGate, CommandGate, DurationGate, ErrorGate, InitGate, ThrottleGate
from lamella.run.rollouts.cold_starts import ColdStarts, Compared
from lamella.run.rollouts.counts import Counter, Sides

_COMMAND_TIMEOUT_S = 300.0
_THREADS = 8


class GateReader:
    """Reads and judges; baselines, which never change, are read once by each GateReader. One thread at a time.

    What cannot be read is "not enough data", with the reason: a stage then waits, and goes on after the time that the
    user set. A right that is missing is no such thing: it would be missing for ever.

    Args:
        clients: Reach every place of the rollout.
        root: Where commands run.
        now: The time, with a time zone.
    """

    def __init__(self, clients: Clients, root: Path, now: Callable[[], datetime]) -> None:
        self._clients = clients
        self._root = root
        self._now = now
        self._counter = Counter(clients)
        self._cold_starts = ColdStarts(clients)

    def read(self, state: State, stage: int) -> Judged:
        """Read and judge the gates for the functions that have moved.

        Raises:
            CredentialsError: The credentials expired.
            AccessDeniedError: The caller may not read what a gate needs.
        """
        now, gates = self._now(), state.head.settings.gates
        moved = moved_functions(state, stage)
        counts = self._counts(moved, state, now) if any(map(_is_counted, gates)) else {}
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="gates") as threads:
            inits = (
                threads.map(lambda each: self._cold_starts.of(each, state.head.settings.baseline_s, now), moved)
                if any(isinstance(gate, InitGate) for gate in gates)
                else [""] * len(moved)
            )
            judging = _Judging(state, now)
            of_functions = {
                each.ref: judging.of_function(each, counts.get(each.ref, ""), found)
                for each, found in zip(moved, inits, strict=True)
            }
        return Judged(of_functions, self._of_stage(state, stage, moved))

    def _counts(self, moved: Sequence[Function], state: State, now: datetime) -> dict[FunctionRef, Sides | str]:
        durations = any(isinstance(gate, DurationGate) for gate in state.head.settings.gates)
        found: dict[FunctionRef, Sides | str] = {}
        for place in _places(moved):
            here = [each for each in moved if each.ref.place == place]
            try:
                found |= self._counter.sides(place, here, state.head, now, durations=durations)
            except (CredentialsError, AccessDeniedError):
                raise
            except AwsError as error:
                found |= {each.ref: error.in_one_line for each in here}
        return found

    def _of_stage(self, state: State, stage: int, moved: Sequence[Function]) -> tuple[Reading, ...]:
        gates = state.head.settings.gates
        readings: list[Reading] = []
        alarms = self._alarms(_places(moved), [gate.name for gate in gates if isinstance(gate, AlarmGate)])
        for gate, name in zip(gates, gate_names(gates), strict=True):
            match gate:
                case AlarmGate():
                    states = [each for each in alarms if isinstance(each, AlarmState) and each.name == gate.name]
                    missing = [each for each in alarms if isinstance(each, str)]
                    judged = judge_alarm(name, states)
                    alarmed = any(each.value == "ALARM" for each in states)
                    readings.append(unreadable(name, missing[0]) if missing and not alarmed else judged)
                case CommandGate(argv):
                    ended = run_command(argv, _asked(state, stage, moved), self._root, _COMMAND_TIMEOUT_S)
                    readings.append(judge_command(name, ended))
                case ErrorGate() | ThrottleGate() | DurationGate() | InitGate():
                    pass
                case _:
                    assert_never(gate)
        return tuple(readings)

    def _alarms(self, places: Sequence[Place], names: Sequence[str]) -> list[AlarmState | str]:
        """Return the alarms of every place; a text for a place that could not be read."""
        found: list[AlarmState | str] = []
        for place in places if names else ():
            try:
                found += alarm_states(self._clients, place, names)
            except (CredentialsError, AccessDeniedError):
                raise
            except AwsError as error:
                found.append(error.in_one_line)
        return found


class _Judging:
    """Judges functions of one state at one time."""

    def __init__(self, state: State, now: datetime) -> None:
        gates = state.head.settings.gates
        self._gates = tuple(zip(gates, gate_names(gates), strict=True))
        self._sizes = wave_sizes(state)
        self._last = bake_ended(state.head, now)

    def of_function(self, function: Function, sides: Sides | str, inits: Compared | str) -> tuple[Reading, ...]:
        found = (self._judged(function, gate, name, sides, inits) for gate, name in self._gates)
        return tuple(each for each in found if each is not None)

    def _judged(
        self, function: Function, gate: BakeGate, name: str, sides: Sides | str, inits: Compared | str
    ) -> Reading | None:
        match gate:
            case ErrorGate() | ThrottleGate() | DurationGate():
                return unreadable(name, sides) if isinstance(sides, str) else self._counted(function, gate, name, sides)
            case InitGate():
                if isinstance(inits, str):
                    return unreadable(name, inits)
                looks = looks_at(function, name, gate.alpha, self._sizes, last=self._last)
                reading = judge_inits(gate, inits.after.durations_ms, inits.before.durations_ms, looks)
                return _with_cut(reading, inits)
            case AlarmGate() | CommandGate():
                return None
            case _:
                assert_never(gate)

    def _counted(
        self, function: Function, gate: ErrorGate | ThrottleGate | DurationGate, name: str, sides: Sides
    ) -> Reading:
        if isinstance(gate, DurationGate):
            return judge_durations(gate, sides.after, sides.before)
        looks = looks_at(function, name, gate.alpha, self._sizes, last=self._last)
        if isinstance(gate, ErrorGate):
            return judge_errors(gate, sides.after, sides.before, looks)
        return judge_throttles(gate, sides.throttled, sides.before, looks)


def _with_cut(reading: Reading, inits: Compared) -> Reading:
    told = "; there are more, which were not read"
    cut = (inits.after.cut or inits.before.cut) and not reading.evidence.endswith(told)
    return replace(reading, evidence=f"{reading.evidence}{told}") if cut else reading


def _is_counted(gate: BakeGate) -> bool:
    return isinstance(gate, ErrorGate | ThrottleGate | DurationGate)


def _places(functions: Iterable[Function]) -> tuple[Place, ...]:
    return tuple(sorted({each.ref.place for each in functions}))


def _asked(state: State, stage: int, moved: Sequence[Function]) -> str:
    """Return what a command reads: the functions that have the new version."""
    return json.dumps(
        {
            "rollout": state.head.id,
            "environment": state.head.environment,
            "stage": stage,
            "stages": state.head.stages,
            "functions": [
                {
                    "account": each.ref.place.account,
                    "region": each.ref.place.region,
                    "name": each.ref.name,
                    "arn": each.ref.arn,
                    "wave": each.planned.wave,
                    "from": str(each.planned.old),
                    "to": str(each.planned.new),
                    "version": each.published,
                    "weights": dict(each.weights),
                    "moved_at": each.moved_at.isoformat() if each.moved_at else None,
                }
                for each in moved
            ],
        }
    )
