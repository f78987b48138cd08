"""Alarms, commands, smoke invocations."""

import pytest

from lamella.change.rollout.gates import Verdict
from lamella.change.rollout.judging.smoke import Answer, judge_smoke, smoke_for, wrong_with
from lamella.change.rollout.judging.told import AlarmState, AlarmValue, Ended, gate_names, judge_alarm, judge_command
from lamella.model.place import Place
from lamella.model.rollout import (
    AlarmGate,
    CommandGate,
    ErrorGate,
    InitGate,
    RolloutSettings,
    Smoke,
    SmokeEvent,
)
from lamella.model.strategy import Percent, Strategy

HERE, THERE = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
OK, ALARM, UNKNOWN = AlarmValue.OK, AlarmValue.ALARM, AlarmValue.INSUFFICIENT_DATA


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((), Verdict.NOT_ENOUGH_DATA),
        ((OK,), Verdict.PASS),
        ((OK, UNKNOWN), Verdict.NOT_ENOUGH_DATA),
        ((UNKNOWN, ALARM), Verdict.FAIL),
    ],
)
def test_the_worst_state_of_an_alarm_counts(values: tuple[AlarmValue, ...], verdict: Verdict) -> None:
    states = [AlarmState(place, "x", value) for place, value in zip((HERE, THERE), values, strict=False)]
    assert judge_alarm("alarm x", states).verdict is verdict


@pytest.mark.parametrize(
    ("code", "verdict"),
    [(0, Verdict.PASS), (75, Verdict.NOT_ENOUGH_DATA), (1, Verdict.FAIL), (-9, Verdict.FAIL), (None, Verdict.FAIL)],
)
def test_commands(code: int | None, verdict: Verdict) -> None:
    assert judge_command("command x", Ended(code, "said")).verdict is verdict


def test_names_are_unique_and_hold_no_arguments() -> None:
    check = CommandGate(("./bin/check.sh", "--token", "s3cret"))
    gates = (ErrorGate(), InitGate(), AlarmGate("5xx"), check, check, CommandGate(("check",)))
    assert gate_names(gates) == (
        "errors",
        "init",
        "alarm 5xx",
        "command check.sh",
        "command check.sh (2)",
        "command check",
    )


@pytest.mark.parametrize(
    ("event", "answer", "wrong"),
    [
        (SmokeEvent({}), Answer("null"), None),
        (SmokeEvent({}), Answer("{}", "ImportError: numpy"), "ImportError: numpy"),
        (SmokeEvent({}, {"$.ok": True}), Answer('{"ok": true, "more": 1}'), None),
        (SmokeEvent({}, {"$.ok": True}), Answer('{"ok": false}'), "$.ok is false, expected true"),
        (SmokeEvent({}, [1]), Answer("[1]"), None),
    ],
)
def test_answers(event: SmokeEvent, answer: Answer, wrong: str | None) -> None:
    assert wrong_with(event, answer) == wrong


def test_one_wrong_answer_fails() -> None:
    reading = judge_smoke([None, "it\nbroke"], of=3)
    assert (reading.verdict, reading.value, reading.evidence) == (Verdict.FAIL, "1 of 3", "event 2: it broke")
    assert judge_smoke([None], of=1).verdict is Verdict.PASS


@pytest.mark.parametrize(("name", "position"), [("report-a", 0), ("my-report", 1), ("", 1)])
def test_the_first_smoke_whose_pattern_matches_the_whole_name_counts(name: str, position: int) -> None:
    smokes = (Smoke("report.*", (SmokeEvent(1),)), Smoke("", (SmokeEvent(2),)))
    settings = RolloutSettings(Strategy("", (Percent(100),), (1.0,)), smoke=smokes)
    assert smoke_for(settings, name) is smokes[position]
