import csv
import json
import math
import shlex
from dataclasses import replace
from datetime import timedelta

import pytest

from lamella.change.rollout.function import Standing
from lamella.change.rollout.state import Head, Phase, State
from lamella.model.durations import parse_wait
from lamella.render.rollout_by_hand import by_hand
from lamella.render.rollout_history import COLUMNS, history_csv, history_json, history_text
from lamella.render.rollout_list import rollouts_csv, rollouts_json, rollouts_text
from lamella.render.rollout_status_csv import rollout_status_csv
from lamella.render.rollout_status_json import rollout_status_json
from lamella.render.rollout_status_text import has, rollout_status_text, status_parts
from lamella.render.rollout_times import least_left_s, time_left
from lamella.render.rollout_waves import standings_by_wave
from lamella.render.terminal import to_text
from sample_rollouts import (
    BAKING,
    FAILED,
    FUNCTIONS,
    HEAD,
    HISTORY,
    HOSTILE,
    ID,
    OREGON,
    STARTED,
    UNRESTORED,
    M,
    W,
    at,
    state,
    with_facts,
)


def told(of: State, minutes: float = 16) -> str:
    return rollout_status_text(of, at(minutes), width=220, color=False)


def words(text: str) -> set[tuple[str, ...]]:
    return {tuple(line.split()) for line in text.splitlines()}


def test_a_rollout_that_bakes() -> None:
    text = told(BAKING)
    assert text.splitlines()[:2] == [f"rollout {ID} of data  environment prod", "baking, stage 2 of 5"]
    assert "  bakes until 2026-11-25 06:39:03 UTC, 8m left" in text
    assert "  bakes take 38m more at least" in text
    assert "  started 2026-11-25 06:15:03 UTC by arn:aws:iam::111122223333:user/ana" in text
    found = words(text)
    assert ("wave", "functions", "waiting", "moved", "drifted", "aliases") in found
    assert ("2", "2", "-", "1", "1", "2", "at", "10", "%") in found
    assert ("3", "2", "2", "-", "-", "1", "at", "0", "%") in found
    assert ("errors", "2", "-", "-") in found
    assert ("throttles", "-", "-", "1") in found
    assert ("alarm", "checkout-5xx", "1", "-", "-") in found
    assert "version 9: beta 10 %, live 10 %" in text
    assert "Failed readings" not in text
    assert "by hand" not in text


def test_what_needs_a_look_comes_first() -> None:
    lines = told(UNRESTORED).splitlines()
    begin = lines.index("Functions") + 2
    states = ("unrestored", "drifted", "restored", "skipped", "waiting", "waiting")
    assert [next(each for each in states if f" {each} " in line) for line in lines[begin : begin + 6]] == [*states]


def test_a_rollout_that_failed_tells_why_and_what_to_do() -> None:
    text = told(UNRESTORED)
    assert "failed, stage 2 of 5" in text
    assert "  because  init of report in 111122223333 eu-west-1: 1,840 ms, at most 480 ms" in text
    assert "  ended 2026-11-25 06:31:03 UTC" in text
    assert "bakes" not in text
    assert "12 cold starts, 400 ms before" in text
    assert "To restore by hand\n  # orders, with credentials of account 111122223333\n  aws lambda update-alias" in text
    narrow = rollout_status_text(UNRESTORED, at(16), width=60, color=False).splitlines()
    assert [line.strip() for line in narrow[-6:]] == list(by_hand(UNRESTORED))


def test_a_rollout_that_has_not_begun() -> None:
    text = told(STARTED)
    assert "planned, 5 stages" in text
    assert "bakes take 50m more at least" in text


def test_functions_beyond_the_most_are_counted() -> None:
    text = to_text(status_parts(BAKING, at(16), 2), width=200, color=False)
    assert "  and 4 more functions: --output json or csv lists all" in text


def test_names_do_not_steer_the_terminal() -> None:
    hostile = with_facts(replace(UNRESTORED, head=replace(HEAD, why=HOSTILE)), "report", why=HOSTILE)
    hostile = with_facts(hostile, "report", readings=(replace(FAILED, evidence=HOSTILE, value=HOSTILE),))
    assert "\x1b" not in told(hostile)
    assert "\x1b" not in history_text((replace(HISTORY[0], text=HOSTILE),), width=200, color=False)
    assert "\x1b" not in rollouts_text((replace(HEAD, why=HOSTILE),), width=200, color=False)


WAITS = replace(HEAD, phase=Phase.BAKING, stage=2, stage_since=at(14))


@pytest.mark.parametrize(
    ("head", "minutes", "lines"),
    [
        (WAITS, 25, ["waits for gates, for data 9m more at most", "bakes take 30m more at least"]),
        (WAITS, 40, ["waits for gates, for data 0s more at most", "bakes take 30m more at least"]),
        (replace(WAITS, stage=5), 24, ["waits for gates, for data 10m more at most"]),
        (replace(WAITS, phase=Phase.PAUSED, before_pause=Phase.BAKING), 15, ["bakes take 39m more at least"]),
        (replace(WAITS, phase=Phase.MOVING, stage_since=None), 15, ["bakes take 40m more at least"]),
        (replace(WAITS, phase=Phase.ROLLING_BACK), 15, []),
        (
            replace(WAITS, frozen_until=at(600), stage=5),
            23.999,
            [
                "frozen until 2026-11-25 16:15:03 UTC: no stage begins before",
                "bakes until 2026-11-25 06:39:03 UTC, 1s left",
                "bakes take 1s more at least",
            ],
        ),
    ],
)
def test_time_left(head: Head, minutes: float, lines: list[str]) -> None:
    assert list(time_left(head, at(minutes))) == lines


def test_a_wait_for_ever_is_told_as_one() -> None:
    settings = replace(WAITS.settings, wait_for_data_s=parse_wait("forever"))
    [line, _] = time_left(replace(WAITS, settings=settings), at(99))
    assert line == "waits for gates, for data as long as it takes"


def test_bakes_of_nothing_take_nothing() -> None:
    head = replace(WAITS, settings=replace(WAITS.settings, bake_s=0))
    assert least_left_s(head, at(15)) == 0
    assert least_left_s(replace(head, phase=Phase.DONE), at(15)) is None


def test_functions_that_the_plan_skipped_are_in_no_wave() -> None:
    assert standings_by_wave(STARTED.functions.values()) == {
        1: {Standing.WAITING: 1},
        2: {Standing.WAITING: 2},
        3: {Standing.WAITING: 2},
    }


def test_what_has_the_new_version() -> None:
    moved = BAKING.functions[FUNCTIONS[0].ref]
    assert has(moved) == "$LATEST"
    assert has(replace(moved, swapped=False)) == "-"
    assert has(replace(moved, published="9")) == "version 9"


def test_commands_by_hand_are_whole_and_in_order() -> None:
    made = with_facts(UNRESTORED, "orders", planned=replace(FUNCTIONS[1], ref=replace(FUNCTIONS[1].ref, name="a b")))
    note, *commands = by_hand(made)
    assert note == "# a b, with credentials of account 111122223333"
    region = ["--region", "eu-west-1", "--function-name", "a b"]
    to_old = ["--routing-config", "AdditionalVersionWeights={}"]
    before = [str(each) for each in FUNCTIONS[1].before]
    split = [shlex.split(command) for command in commands]
    assert split[:4] == [
        ["aws", "lambda", "update-alias", *region, "--name", "live", "--function-version", "7", *to_old],
        ["aws", "lambda", "update-alias", *region, "--name", "beta", "--function-version", "8", *to_old],
        ["aws", "lambda", "update-function-configuration", *region, "--layers", *before],
        ["aws", "lambda", "wait", "function-updated-v2", *region],
    ]
    assert split[4][:4] == ["aws", "lambda", "untag-resource", "--region"]
    assert "lamella:rollout" in split[4]
    assert len(split) == 5


def test_a_list_that_never_changed_is_not_restored() -> None:
    same = replace(FUNCTIONS[1], before=FUNCTIONS[1].after)
    text = "\n".join(by_hand(with_facts(UNRESTORED, "orders", planned=same)))
    assert "update-alias" in text
    assert "update-function-configuration" not in text
    assert by_hand(BAKING) == ()


def test_json_has_the_states_of_functions_and_readings() -> None:
    document = json.loads(rollout_status_json(UNRESTORED, at(16)))
    assert {key: document[key] for key in ("id", "phase", "stage", "stages", "layer", "why", "gate_failed")} == {
        "id": ID,
        "phase": "failed",
        "stage": 2,
        "stages": 5,
        "layer": "data",
        "why": UNRESTORED.head.why,
        "gate_failed": True,
    }
    assert document["bake_ends_at"] is None
    assert len(document["by_hand"]) == 6
    orders = document["functions"][1]
    assert {key: orders[key] for key in ("account", "region", "name", "kind", "state", "why", "wave", "weights")} == {
        "account": "111122223333",
        "region": "eu-west-1",
        "name": "orders",
        "kind": "aliased",
        "state": "unrestored",
        "why": "AccessDenied: lambda:UpdateAlias",
        "wave": 2,
        "weights": {"live": 0.1},
    }
    assert (orders["from"], orders["to"]) == (str(FUNCTIONS[1].old), str(FUNCTIONS[1].new))
    assert document["functions"][-1]["state"] == "skipped"
    alarm, failed = document["readings"]
    assert (alarm["name"], alarm["gate"], alarm["verdict"]) == (None, "alarm checkout-5xx", "pass")
    assert (failed["name"], failed["verdict"], failed["number"], failed["limit"]) == ("report", "fail", 1840, 480)


def test_json_has_no_infinity() -> None:
    made = with_facts(UNRESTORED, "report", readings=(replace(FAILED, limit=math.inf),))

    def refuse(name: str) -> None:
        raise AssertionError(name)

    document = json.loads(rollout_status_json(made, at(16)), parse_constant=refuse)
    assert document["readings"][1]["limit"] is None


def test_json_of_a_bake_has_its_end() -> None:
    document = json.loads(rollout_status_json(BAKING, at(16)))
    assert (document["bake_ends_at"], document["least_left_s"]) == ("2026-11-25T06:39:03+00:00", 2280)


def test_csv_has_a_row_for_each_function() -> None:
    rows = [*csv.DictReader(rollout_status_csv(UNRESTORED).splitlines())]
    assert [row["state"] for row in rows] == ["restored", "unrestored", "drifted", "waiting", "waiting", "skipped"]
    assert (rows[0]["failed_gates"], rows[0]["because"]) == ("init", "init: 1,840 ms, at most 480 ms")
    assert (rows[1]["weights"], rows[1]["version"]) == ("live=0.1", "9")


def test_history() -> None:
    lines = history_text(HISTORY, width=220, color=False).splitlines()
    assert lines[0] == "History"
    assert " ".join(lines[2].split()) == "2026-11-25 06:15:03 UTC moving 1 - stage 1 begins: 1 function"
    failed = "init: fail: 1,840 ms; at most 480 ms; 12 cold starts, 400 ms before"
    assert failed in lines[8]
    document = json.loads(history_json(HISTORY))
    assert (document[6]["name"], document[6]["reading"]["verdict"], document[0]["reading"]) == ("report", "fail", None)
    rows = [*csv.DictReader(history_csv(HISTORY).splitlines())]
    assert len(rows) == len(HISTORY)
    assert tuple(rows[0]) == COLUMNS
    assert (rows[6]["gate"], rows[6]["function"], rows[0]["gate"]) == ("init", "report", "")


def test_all_rollouts() -> None:
    heads = (UNRESTORED.head, BAKING.head)
    text = rollouts_text(heads, width=220, color=False)
    assert [line.split()[:4] for line in text.splitlines()[2:]] == [
        [ID, "data", "prod", each] for each in ("failed", "baking")
    ]
    assert rollouts_text((), width=80, color=False) == "no rollouts"
    assert [each["phase"] for each in json.loads(rollouts_json(heads))] == ["failed", "baking"]
    [row, _] = csv.DictReader(rollouts_csv(heads).splitlines())
    assert row["to"] == " ".join(str(move.new) for move in HEAD.moves)
    assert row["ended_at"] == "2026-11-25T06:31:03+00:00"


def test_a_moving_fleet_of_two_kinds() -> None:
    made = with_facts(
        state(Phase.DONE, M, M, M, M, M, stage=5, ended_at=at(60)), "report-old", OREGON, weights={"live": 1.0}
    )
    assert "1 at 100 %" in told(made)
    assert timedelta(0) == at(0) - HEAD.started_at
    assert W not in {each.standing for each in made.functions.values()}
