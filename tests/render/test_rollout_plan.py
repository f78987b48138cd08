import csv
import json
from dataclasses import replace

import pytest

from lamella.change.rollout.document import digest
from lamella.change.rollout.function import SkippedFunction
from lamella.change.rollout.plan import RolloutPlan
from lamella.model.rollout import DurationGate, ErrorGate, RolloutSettings
from lamella.render.rollout_plan_csv import COLUMNS, rollout_plan_csv
from lamella.render.rollout_plan_json import rollout_plan_json
from lamella.render.rollout_plan_text import rollout_plan_text
from lamella.render.rollout_waves import PlannedWave, planned_waves
from lamella.render.rollout_words import gates_of, layers_change, settings_words, smoke_events, way
from sample_rollouts import FUNCTIONS, HOSTILE, PLAN, QUIET, SETTINGS, STRATEGY


def told(plan: RolloutPlan) -> str:
    return rollout_plan_text(plan, width=300, color=False)


def test_text_tells_all_of_the_plan() -> None:
    text = told(PLAN)
    assert text.splitlines()[0] == (
        "rollout of data: 5 functions, 3 waves, 5 stages  environment prod, 2 places, commit 0a1b2c3d4e5f-dirty"
    )
    for expected in (
        "  strategy waves:1 function,50%,100%, bake 10m",
        "  gates smoke, errors, throttles, duration, init, alarm checkout-5xx, command ./check.sh '--fast mode'",
        "  baseline 1d, waits for data 10m, all go back at 1 failed function",
        "  first environment=staging",
        "  never two of one team in a wave",
        "  no stage begins in Fri 16:00-Mon 08:00 Europe/Berlin",
        "  111122223333 eu-west-1  arn:aws:lambda:eu-west-1:111122223333:layer:data:8",
        "  an alias takes 10 %, 50 %, 100 % of its traffic, a stage each",
        "tools:3, data:7 -> data:8, extras:1",
        "live 7, beta 8 (provisioned)",
        "about 81.0 MB",
        "2 events",
        "stack orders (CloudFormation)",
        "Skipped: 1",
        "unzipped it would be 262,200,000 bytes, over 262,144,000",
        "  444455556666 us-west-2: versions of report: AccessDenied",
        "  functions at once without any gate: 60, at most 50 without --force",
        "  metrics of 1 function could not be read",
    ):
        assert expected in text
    assert text.splitlines()[-1] == f"digest {digest(PLAN)}"


def rows_of(text: str, title: str) -> list[list[str]]:
    lines = text.splitlines()
    begin = lines.index(title) + 2
    end = next(number for number in range(begin, len(lines)) if not lines[number].strip())
    return [line.split() for line in lines[begin:end]]


def test_the_waves_tell_what_they_touch() -> None:
    assert rows_of(told(PLAN), "Waves")[:3] == [
        ["1", "1", "1", "0", "1,200", "1,200"],
        ["2", "2", "1", "1", "51,200", "52,400"],
        ["3", "2", "1", "1", "1,200", "+", "1", "not", "known", "53,600"],
    ]
    unread = replace(PLAN, functions=tuple(replace(each, invocations_per_day=None) for each in FUNCTIONS))
    assert rows_of(told(unread), "Waves")[0] == ["1", "1", "1", "0", "not", "known", "0"]


def test_each_place_has_its_functions_by_wave() -> None:
    text = told(PLAN)
    assert [row[:2] for row in rows_of(text, "111122223333 eu-west-1")] == [
        ["1", "report"],
        ["2", "orders"],
        ["3", "mail"],
    ]
    assert [row[:2] for row in rows_of(text, "444455556666 us-west-2")] == [["2", "orders"], ["3", "report-old"]]


def test_a_plan_without_functions_is_short() -> None:
    text = told(replace(PLAN, functions=(), skipped=(), gaps=(), exceeded=(), notes=(), settings=QUIET, commit=None))
    assert text.splitlines()[0] == "rollout of data: 0 functions, 0 waves, 0 stages  environment prod, 2 places"
    assert "Waves" not in text
    assert "  gates none" in text
    assert "waits for data" not in text


def test_names_do_not_steer_the_terminal() -> None:
    ref = replace(FUNCTIONS[0].ref, name=HOSTILE)
    plan = replace(
        PLAN,
        functions=(replace(FUNCTIONS[0], ref=ref, owner=HOSTILE),),
        skipped=(SkippedFunction(ref, HOSTILE),),
        notes=(HOSTILE,),
    )
    assert "\x1b" not in told(plan)


@pytest.mark.parametrize(
    ("settings", "name", "gates"),
    [
        (QUIET, "report", ()),
        (replace(QUIET, gates=(ErrorGate(), DurationGate())), "report", ("errors", "duration")),
        (replace(SETTINGS, gates=()), "reports", ("smoke (2 events)",)),
        (replace(SETTINGS, gates=()), "a-report", ()),
    ],
)
def test_the_gates_that_a_function_meets(settings: RolloutSettings, name: str, gates: tuple[str, ...]) -> None:
    assert gates_of(settings, name) == gates


def test_the_first_smoke_that_matches_counts() -> None:
    both = replace(
        SETTINGS,
        smoke=(*SETTINGS.smoke, replace(SETTINGS.smoke[0], functions="", events=(SETTINGS.smoke[0].events[0],))),
    )
    assert [smoke_events(both, name) for name in ("report", "mail")] == [2, 1]


def test_words() -> None:
    assert [way(each) for each in FUNCTIONS[:2]] == ["in place", "live 7, beta 8 (provisioned)"]
    assert layers_change(FUNCTIONS[0]) == "tools:3, data:7 -> data:8, extras:1"
    assert "waits for data forever" in " ".join(settings_words(replace(SETTINGS, wait_for_data_s=float("inf"))))
    assert settings_words(replace(QUIET, strategy=STRATEGY)) == (
        "strategy waves:1 function,50%,100%, bake 10m",
        "gates none",
    )


def test_waves_are_counted() -> None:
    assert planned_waves(FUNCTIONS) == (
        PlannedWave(1, 1, 0, 1200.0, 0),
        PlannedWave(2, 1, 1, 51_200.0, 0),
        PlannedWave(3, 1, 1, 1200.0, 1),
    )
    assert planned_waves(()) == ()


def test_json_is_the_saved_plan_and_what_a_caller_needs() -> None:
    document = json.loads(rollout_plan_json(PLAN, "20261125-1"))
    assert (document["id"], document["digest"], document["stages"]) == ("20261125-1", digest(PLAN), 5)
    assert len(document["functions"]) == 5
    assert "skipped" in document
    assert json.loads(rollout_plan_json(PLAN))["id"] is None


def test_csv_has_a_row_for_each_function() -> None:
    rows = [*csv.DictReader(rollout_plan_csv(PLAN).splitlines())]
    assert len(rows) == 6
    assert rows[1] == {
        "account": "111122223333",
        "region": "eu-west-1",
        "function": "orders",
        "wave": "2",
        "kind": "aliased",
        "from": str(FUNCTIONS[1].old),
        "to": str(FUNCTIONS[1].new),
        "aliases": "live=7 beta=8",
        "layers_before": " ".join(map(str, FUNCTIONS[1].before)),
        "layers_after": " ".join(map(str, FUNCTIONS[1].after)),
        "gates": "errors; throttles; duration; init; alarm checkout-5xx; command ./check.sh '--fast mode'",
        "unzipped_bytes": "81000000",
        "unzipped_is_estimate": "true",
        "invocations_per_day": "50000",
        "owner": "",
        "skipped_because": "",
    }
    assert rows[3]["invocations_per_day"] == ""
    assert {key for key, value in rows[5].items() if value} == {"account", "region", "function", "skipped_because"}
    assert tuple(rows[5]) == COLUMNS
