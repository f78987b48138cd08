"""Judges what others decided: alarms and commands of the user."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from lamella.change.rollout.gates import Reading, Verdict
from lamella.model.place import Place
from lamella.model.rollout import (
    AlarmGate,
    BakeGate,
    CommandGate,
    DurationGate,
    ErrorGate,
    InitGate,
    ThrottleGate,
)

NOT_ENOUGH_DATA_CODE = 75
_WIDEST = 200


class AlarmValue(StrEnum):
    """StateValue of DescribeAlarms."""

    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"
    OK = "OK"


@dataclass(frozen=True, slots=True)
class AlarmState:
    """An alarm that exists.

    Attributes:
        reason: CloudWatch's StateReason.
    """

    place: Place
    name: str
    value: AlarmValue
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended.

    Attributes:
        code: Exit code; `None` when it could not be started, or was ended since it took too long.
        said: The last line that it wrote, or why it has no code.
    """

    code: int | None
    said: str = ""


def gate_names(gates: Sequence[BakeGate]) -> tuple[str, ...]:
    """Return the name in readings of each gate: unique, and of a command no more than its program (no secrets)."""
    names: list[str] = []
    for gate in gates:
        name = _name(gate)
        again = sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({again + 1})" if again else name)
    return tuple(names)


def judge_alarm(name: str, states: Sequence[AlarmState]) -> Reading:
    """Judge an alarm by its states in all places where it exists: the worst counts.

    Args:
        name: The gate's: `alarm checkout-5xx`.
        states: One a place; none when it exists nowhere.
    """
    verdicts = {
        AlarmValue.ALARM: Verdict.FAIL,
        AlarmValue.INSUFFICIENT_DATA: Verdict.NOT_ENOUGH_DATA,
        AlarmValue.OK: Verdict.PASS,
    }
    if not states:
        return Reading(name, Verdict.NOT_ENOUGH_DATA, "none", "not ALARM", "no place of the stage has such an alarm")
    worst = min(states, key=lambda each: list(AlarmValue).index(each.value))
    return Reading(
        name, verdicts[worst.value], worst.value, "not ALARM", _short(f"{worst.place}: {worst.reason or worst.value}")
    )


def judge_command(name: str, ended: Ended) -> Reading:
    """Judge a command by its exit code."""
    match ended.code:
        case 0:
            verdict = Verdict.PASS
        case code if code == NOT_ENOUGH_DATA_CODE:
            verdict = Verdict.NOT_ENOUGH_DATA
        case _:
            verdict = Verdict.FAIL
    value = "no exit code" if ended.code is None else f"exit code {ended.code}"
    return Reading(name, verdict, value, "exit code 0", _short(ended.said))


def unreadable(name: str, why: str) -> Reading:
    """Return the reading of a gate whose data could not be read."""
    return Reading(name, Verdict.NOT_ENOUGH_DATA, "not read", "", _short(why))


def _name(gate: BakeGate) -> str:
    match gate:
        case ErrorGate():
            return "errors"
        case ThrottleGate():
            return "throttles"
        case DurationGate():
            return "duration"
        case InitGate():
            return "init"
        case AlarmGate(name):
            return f"alarm {name}"
        case CommandGate(argv):
            return f"command {PurePath(argv[0]).name}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else f"{line[:_WIDEST]}..."
