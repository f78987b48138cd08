import json
import math
from pathlib import Path

import pytest

from lamella.config.load import Machine, load
from lamella.config.origin import Default, InFile
from lamella.config.project import Overrides, Project
from lamella.config.rollout_values import smoke_events
from lamella.config.toml import ConfigFile
from lamella.errors import ConfigError
from lamella.model.freeze import parse_freeze
from lamella.model.rollout import (
    AlarmGate,
    CommandGate,
    DurationGate,
    ErrorGate,
    InitGate,
    NotifyCommand,
    RolloutSettings,
    Smoke,
    SmokeEvent,
    SnsTopic,
    ThrottleGate,
    Webhook,
)
from lamella.model.strategy import parse_strategy

MACHINE = Machine(Path("/w"), Path("/home/u"), "linux", 4)
FILE = Path("/p/lamella.toml")
HOOK = "https://hooks.example.com/T0/s3cret"
FULL = f"""
[rollout]
strategy = "all-at-once"
bake = "1h30m"
wait_for_data = "forever"
baseline = "2d"
max_failures = 3
patience = "90s"
order_by = ["environment=staging", "note=a=b"]
group_by = "team"
freeze = ["Fri 16:00-Mon 08:00 Europe/Berlin"]
alarms = ["checkout-5xx"]
checks = ["./check.sh 'fast mode'", "./check a"]
notify = {{ sns = "arn:aws:sns:eu-west-1:111122223333:told", webhook = "{HOOK}", command = "./tell.sh" }}

[rollout.gates]
errors = {{ alpha = 0.05, min_invocations = 20 }}
throttles = false
duration = true
init = {{ ratio = 1.5, alpha = 0.02, min_cold_starts = 9, most_ms = 900 }}

[[rollout.smoke]]
functions = "report.*"
events = "functions/report/events.json"

[[rollout.smoke]]
event = {{ path = "/" }}
expect = {{ "$.statusCode" = 200 }}
"""


def loaded(text: str) -> Project:
    return load(ConfigFile(FILE, "lamella.toml", text.encode()), Overrides(), {}, MACHINE)


def test_every_key_arrives() -> None:
    assert loaded(FULL).rollout == RolloutSettings(
        strategy=parse_strategy("all-at-once"),
        bake_s=5400,
        wait_for_data_s=math.inf,
        baseline_s=172_800,
        gates=(
            ErrorGate(0.05, 20),
            DurationGate(),
            InitGate(1.5, 0.02, 9, 900),
            AlarmGate("checkout-5xx"),
            CommandGate(("./check.sh", "fast mode")),
            CommandGate(("./check", "a")),
        ),
        smoke=(
            Smoke("report.*", (), "functions/report/events.json"),
            Smoke("", (SmokeEvent({"path": "/"}, {"$.statusCode": 200}),)),
        ),
        max_failures=3,
        patience_s=90,
        order_by=(("environment", "staging"), ("note", "a=b")),
        group_by="team",
        freeze=(parse_freeze("Fri 16:00-Mon 08:00 Europe/Berlin"),),
        notifications=(
            SnsTopic("arn:aws:sns:eu-west-1:111122223333:told"),
            Webhook(HOOK),
            NotifyCommand(("./tell.sh",)),
        ),
    )


@pytest.mark.parametrize("text", ["", "[rollout]", "[rollout]\ngates = {}\nnotify = {}\nsmoke = []"])
def test_what_is_left_out_has_the_defaults_of_the_model(text: str) -> None:
    assert loaded(text).rollout == RolloutSettings()
    assert set(map(type, loaded(text).origins.values())) <= {Default, InFile}


def test_an_environment_wins_key_by_key() -> None:
    project = loaded(
        FULL
        + """
[environments.dev.rollout]
max_failures = 5
alarms = []
gates = { errors = false, throttles = { min_invocations = 5 } }
notify = { command = "'./tell dev'" }
[environments.prod]
"""
    )
    assert project.environments["prod"].rollout == project.rollout
    dev = project.environments["dev"].rollout
    assert (dev.max_failures, dev.baseline_s, dev.group_by) == (5, 172_800, "team")
    assert dev.gates[:3] == (ThrottleGate(min_invocations=5), DurationGate(), InitGate(1.5, 0.02, 9, 900))
    assert [type(gate) for gate in dev.gates[3:]] == [CommandGate, CommandGate]
    assert dev.notifications[1:] == (Webhook(HOOK), NotifyCommand(("./tell dev",)))
    origins = project.origins
    assert origins["environments.dev.rollout.max_failures"] == InFile(FILE, "environments.dev.rollout.max_failures")
    assert origins["environments.dev.rollout.gates.init"] == InFile(FILE, "rollout.gates.init")
    assert origins["environments.dev.rollout.gates.errors"].key == "environments.dev.rollout.gates.errors"  # type: ignore[union-attr]


CANARY = 'strategy = "canary:10%/5m"'


@pytest.mark.parametrize(
    ("everywhere", "here", "bake_s", "origin"),
    [
        ("", "", 600, None),
        ("", CANARY, 300, "environments.e.rollout.strategy"),
        (CANARY, "", 300, "rollout.strategy"),
        (CANARY + '\nbake = "5m"', "", 300, "rollout.bake"),
        (CANARY, 'bake = "0s"', 0, "environments.e.rollout.bake"),
        ('bake = "1h"', CANARY, 300, "environments.e.rollout.strategy"),
        (CANARY, 'strategy = "all-at-once"', 600, None),
        (CANARY, 'strategy = "all-at-once"\nbake = "1m"', 60, "environments.e.rollout.bake"),
        ('strategy = "all-at-once"\nbake = "2m"', CANARY, 300, "environments.e.rollout.strategy"),
    ],
)
def test_the_nearest_word_on_the_bake_holds(everywhere: str, here: str, bake_s: float, origin: str | None) -> None:
    project = loaded(f"[rollout]\n{everywhere}\n[environments.e.rollout]\n{here}")
    assert project.environments["e"].rollout.bake_s == bake_s
    expected = InFile(FILE, origin) if origin else Default()
    assert project.origins["environments.e.rollout.bake"] == expected


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        (CANARY + '\nbake = "1m"', "rollout.bake is wrong", "this strategy has a bake of its own"),
        ('strategy = "often"', "rollout.strategy is wrong", "often"),
        ('freeze = ["Fri 16:00-Mon 08:00 Mars/Olympus"]', "rollout.freeze[0] is wrong", "Mars"),
        ('bake = "10"', "rollout.bake is wrong", "a duration as a string"),
        ('bake = "1h\\n"', "rollout.bake is wrong", "a duration as a string"),
        ("bake = 10", "rollout.bake is wrong", "a duration as a string"),
        ('baseline = "0s"', "rollout.baseline is wrong", "a duration from 1s"),
        ('patience = "forever"', "rollout.patience is wrong", "a duration as a string"),
        ('wait_for_data = "ever"', "rollout.wait_for_data is wrong", "or forever"),
        ("max_failures = 0", "rollout.max_failures is wrong", "an integer from 1"),
        ('order_by = ["staging"]', "rollout.order_by[0] is wrong", "KEY=VALUE"),
        ('order_by = ["a=b", "a=b"]', "rollout.order_by[1] is wrong", "it is there twice"),
        ('alarms = ["a", "a"]', "rollout.alarms[1] is wrong", "it is there twice"),
        ('checks = ["a \'b"]', "rollout.checks[0] is wrong", "no closing quotation"),
        ('checks = [" "]', "rollout.checks[0] is wrong", "it is empty"),
        ("checks = [[]]", "rollout.checks[0] is wrong", "a command as a string"),
        ("gates = { errors = 1 }", "rollout.gates.errors is wrong", "true, false, or a table with alpha"),
        ("gates = { errors = { alpha = 0 } }", "rollout.gates.errors.alpha is wrong", "a number above 0"),
        ("gates = { errors = { alpah = 0.1 } }", "rollout.gates.errors.alpah is not a known key", "alpha"),
        ("gates = { init = { ratio = 0.9 } }", "rollout.gates.init.ratio is wrong", "a number from 1"),
        ("smoke = [{}]", "rollout.smoke[0] needs either `event` or `events`", ""),
        ('smoke = [{ event = 1, events = "e.json" }]', "rollout.smoke[0] needs either `event` or `events`", ""),
        ('smoke = [{ events = "e.json", expect = 1 }]', "rollout.smoke[0].expect has no `event`", ""),
        ("smoke = [{ event = 2026-01-01 }]", "rollout.smoke[0].event is wrong", "a value that JSON can hold"),
        ("smoke = [{ event = 1, expect = nan }]", "rollout.smoke[0].expect is wrong", "a value that JSON can hold"),
        ("smoke = [{ event = 1, expect = { '$[' = 1 } }]", "expect", ""),
        ("smoke = [{ event = 1, functions = '(' }]", "rollout.smoke[0].functions is wrong", "a regular expression"),
        ("notify = { sns = 'topic' }", "rollout.notify.sns is wrong", "arn:aws:sns:"),
        ("notify = { webhook = 'ftp://s3cret' }", "rollout.notify.webhook is wrong", "https://"),
        ("notify = { webhook = 'https://[s3cret' }", "rollout.notify.webhook is wrong", "https://"),
    ],
)
def test_what_has_no_meaning_is_told_with_its_key(text: str, what: str, why: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(f"[rollout]\n{text}")
    assert what in caught.value.what
    assert why in caught.value.why
    assert "s3cret" not in caught.value.what + caught.value.why


def test_an_expected_null_is_not_no_expectation() -> None:
    found = smoke_events(json.dumps([{"event": 1, "expect": None}, {"event": 2}, [3]]), "e.json")
    assert found == (SmokeEvent(1, {"$": None}), SmokeEvent(2), SmokeEvent([3]))
