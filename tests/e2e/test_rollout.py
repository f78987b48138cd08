"""Rollouts through the command line, on the embedded cloud, with real invocations in the sandbox."""

import json
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud
from rollout_fleet import REGIONS, RolloutFleet, zipped

pytestmark = pytest.mark.e2e

SMOKE = ("--smoke", '{"any": 1}')
NOW = ("--bake", "0s")
BROKEN = "raise RuntimeError('this release is broken')\n"
OVER_LIMIT = """
[layers.data]
source = "data/"
targets = ["python3.12/x86_64"]
bytecode = "off"
[layers.ballast]
source = "ballast/"
targets = ["python3.12/x86_64"]
bytecode = "off"
[environments.default]
regions = ["eu-west-1", "us-west-2"]
state_store = "rollouts.db"
"""


@pytest.fixture
def fleet(cloud: Cloud, tmp_path: Path) -> RolloutFleet:
    (tmp_path / "lamella.toml").write_text('[environments.default]\nstate_store = "rollouts.db"\n')
    return RolloutFleet(cloud, tmp_path)


def both() -> tuple[str, ...]:
    return tuple(word for region in REGIONS for word in ("--region", region))


def test_a_healthy_version_over_40_functions_in_two_regions(fleet: RolloutFleet) -> None:
    (fleet.folder / "lamella.toml").write_text(OVER_LIMIT)
    # Zeros with some noise: nothing but zeros would be refused as hostile.
    megabyte = (random.Random(0).randbytes(4_000) + bytes(96_000)) * 10  # noqa: S311 - no secret
    for layer, megabytes in (("data", 0), ("ballast", 261)):
        module = fleet.folder / layer / "python" / f"{layer}.py"
        module.parent.mkdir(parents=True)
        module.write_text("VERSION = 1\n")
        (module.parent / "ballast.bin").write_bytes(megabyte * megabytes)
    publish = ("publish", "--skip-tests", "--apply")
    assert (done := fleet.lamella(*publish)).code == 0, done.err
    names: dict[str, list[str]] = {}
    for region in REGIONS:
        data, tools = f"arn:aws:lambda:{region}:{fleet.account}:layer:data:1", fleet.layer("X = 1", "tools", region)
        other, four = fleet.layer("Y = 1", "data-x", region), [fleet.layer("Z = 1", f"l{n}", region) for n in range(4)]
        fleet.functions([f"place{n}" for n in range(10)], [tools, data, other], region=region)
        fleet.functions([f"alias{n}" for n in range(9)], [other, data], "live", region)
        fleet.function("five", [*four[:2], data, *four[2:]], "live", region)
        names[region] = [f"place{n}" for n in range(10)] + [f"alias{n}" for n in range(9)] + ["five"]
    ballast = f"arn:aws:lambda:{REGIONS[0]}:{fleet.account}:layer:ballast:1"
    fleet.function("large", [f"arn:aws:lambda:{REGIONS[0]}:{fleet.account}:layer:data:1", ballast])
    (fleet.folder / "data" / "python" / "data.py").write_text("VERSION = 2\n")
    (fleet.folder / "data" / "python" / "more.bin").write_bytes(bytes(2_000_000))
    assert (done := fleet.lamella(*publish, "data")).code == 0, done.err

    planned = fleet.lamella("rollout", "start", "data", *NOW, *SMOKE, "--max-failures", "5", "--output", "json")
    assert planned.code == 0, planned.err
    assert fleet.layers_of("place0") == ["tools:1", "data:1", "data-x:1"]
    assert [each["name"] for each in planned.json["skipped"]] == ["large"]
    assert "bytes unzipped, Lambda takes 262,144,000" in planned.json["skipped"][0]["why"]
    id_ = fleet.started(*NOW, *SMOKE, "--max-failures", "5")
    fleet.client().update_function_configuration(FunctionName="place0", Description="in progress")
    ran = fleet.lamella("rollout", "run", id_)
    assert ran.code == 0, ran.err
    states = fleet.status(id_)["functions"]
    assert len(states) == 41
    assert {each["name"] for each in states if each["state"] != "moved"} == {"large"}
    for region in REGIONS:
        for name in names[region]:
            version, weights = fleet.alias(name, region=region) if not name.startswith("place") else ("$LATEST", {})
            assert weights == {}
            expected = {"p": ["tools:1", "data:2", "data-x:1"], "a": ["data-x:1", "data:2"]}
            five = ["l0:1", "l1:1", "data:2", "l2:1", "l3:1"]
            assert fleet.layers_of(name, version, region) == expected.get(name[0], five)
            assert fleet.tags(name, region) == {}
        assert fleet.invoke("five", "live", region) == {"data": 2, "version": "2"}
    assert fleet.layers_of("large") == ["data:1", "ballast:1"]


def test_a_version_that_breaks_imports_stops_at_the_first_function(fleet: RolloutFleet) -> None:
    old = fleet.layer()
    fleet.functions([f"f{n}" for n in range(6)], [old])
    fleet.functions([f"a{n}" for n in range(4)], [old], "live")
    names = [*(f"f{n}" for n in range(6)), *(f"a{n}" for n in range(4))]
    before = fleet.snapshot(names)
    fleet.layer(BROKEN)
    id_ = fleet.started(*NOW, *SMOKE)
    ran = fleet.lamella("rollout", "run", id_, "--output", "json")
    assert ran.code == 3, ran.err
    assert ran.json["phase"] == "rolled back"
    assert "this release is broken" in ran.json["why"]
    assert sorted(each["state"] for each in ran.json["functions"]) == ["restored"] + ["waiting"] * 9
    assert fleet.snapshot(names) == before
    history = fleet.lamella("rollout", "history", id_).out
    assert "smoke: fail" in history
    assert "stage 2" not in history


def test_a_version_that_is_slow_to_start_is_stopped_by_real_report_lines(fleet: RolloutFleet) -> None:
    # As long as an event runs, another one meets a cold start.
    busy = "import time, data\ndef handler(*_):\n    time.sleep(1.5)\n"
    fleet.function("report", [fleet.layer()], "live", code=busy)
    fleet.layer("import time\ntime.sleep(0.4)\nVERSION = 2\n")
    fleet.at_once(8, "report", "live")
    before = fleet.snapshot(["report"])
    id_ = fleet.started("--bake", "4s", "--strategy", "all-at-once", "--wait-for-data", "30s")
    moved = fleet.lamella("rollout", "advance", id_, "--output", "json")
    assert (moved.code, moved.json["phase"]) == (0, "baking"), moved.err
    assert fleet.alias("report") == ("2", {})
    fleet.at_once(8, "report", "live")
    ran = fleet.lamella("rollout", "run", id_, "--output", "json")
    assert ran.code == 3, ran.out + ran.err
    (reading,) = [each for each in ran.json["readings"] if each["gate"] == "init"]
    assert reading["verdict"] == "fail"
    assert reading["number"] > 400
    assert 6 <= min(reading["n"], reading["baseline_n"]) <= 8
    assert fleet.snapshot(["report"]) == before


@pytest.mark.parametrize(("errors", "code", "phase"), [(8, 3, "rolled back"), (1, 0, "done")])
def test_errors_of_200_requests_against_10_of_2000_before(
    fleet: RolloutFleet, errors: int, code: int, phase: str
) -> None:
    fleet.function("report", [fleet.layer()], "live")
    fleet.layer("VERSION = 2\n")
    now = datetime.now(UTC)
    of_alias = {"FunctionName": "report", "Resource": "report:live"}
    put_metrics(fleet, of_alias, now - timedelta(minutes=20), 2000, 10)
    id_ = fleet.started("--bake", "3s", "--strategy", "canary:10%/3s", "--wait-for-data", "0s")
    assert fleet.lamella("rollout", "advance", id_).code == 0
    assert fleet.alias("report") == ("1", {"2": 0.1})
    put_metrics(fleet, {**of_alias, "ExecutedVersion": "2"}, datetime.now(UTC), 200, errors)
    ran = fleet.lamella("rollout", "run", id_, "--output", "json")
    assert (ran.code, ran.json["phase"]) == (code, phase), ran.out + ran.err
    assert fleet.alias("report") == (("1", {}) if code else ("2", {}))
    readings = {each["gate"]: each for each in ran.json["readings"]}
    if code:
        assert readings["errors"]["value"] == "8 of 200 (4.0 %)"
        assert readings["errors"]["threshold"].startswith("10 of 2,000 (0.5 %) before")


def put_metrics(fleet: RolloutFleet, dimensions: dict[str, str], at: datetime, invocations: int, errors: int) -> None:
    named: Any = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    fleet.client("cloudwatch").put_metric_data(
        Namespace="AWS/Lambda",
        MetricData=[
            {"MetricName": metric, "Dimensions": named, "Timestamp": at, "Value": float(value)}
            for metric, value in (("Invocations", invocations), ("Errors", errors), ("Throttles", 0))
        ],
    )


def test_an_alarm_rolls_everything_back(fleet: RolloutFleet) -> None:
    fleet.functions(["a", "b"], [fleet.layer()])
    fleet.layer("VERSION = 2\n")
    before = fleet.snapshot(["a", "b"])
    watch = fleet.client("cloudwatch")
    watch.put_metric_alarm(
        AlarmName="checkout",
        MetricName="Errors",
        Namespace="AWS/Lambda",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    watch.set_alarm_state(AlarmName="checkout", StateValue="ALARM", StateReason="a test")
    id_ = fleet.started(*NOW, "--alarm", "checkout")
    ran = fleet.lamella("rollout", "run", id_, "--output", "json")
    assert ran.code == 3, ran.err
    assert "alarm checkout" in ran.json["why"]
    assert fleet.snapshot(["a", "b"]) == before


def test_a_command_judges_and_channels_are_told(fleet: RolloutFleet) -> None:
    fleet.functions(["a"], [fleet.layer()])
    fleet.layer("VERSION = 2\n")
    (fleet.folder / "lamella.toml").write_text(
        "[environments.default]\nstate_store = \"rollouts.db\"\n[rollout]\nnotify = { command = 'tee -a told.json' }\n"
    )
    check = "sh -c 'cat > asked.json; echo not good; exit 1'"
    id_ = fleet.started(*NOW, "--no-gates", "--check", check)
    ran = fleet.lamella("rollout", "run", id_)
    assert ran.code == 3, ran.err
    asked = json.loads((fleet.folder / "asked.json").read_text())
    assert [each["name"] for each in asked["functions"]] == ["a"]
    told = (fleet.folder / "told.json").read_text()
    assert "gate failed" in told
    assert "rolled back" in told


def test_owned_functions_are_moved_only_when_asked(fleet: RolloutFleet) -> None:
    old = fleet.layer()
    fleet.function("stacked", [old], tags={"aws:cloudformation:stack-name": "reports"})
    fleet.function("terraformed", [old])
    fleet.function("free", [old])
    fleet.layer("VERSION = 2\n")
    arn = f"arn:aws:lambda:{REGIONS[0]}:{fleet.account}:function:terraformed"
    (fleet.folder / "prod.tfstate").write_text(json.dumps({"resources": [{"arn": arn}]}))
    planned = fleet.lamella("rollout", "start", "data", "--pins", "prod.tfstate", "--output", "json").json
    assert [each["name"] for each in planned["functions"]] == ["free"]
    reasons = {each["name"]: each["why"] for each in planned["skipped"]}
    assert "stack reports (CloudFormation) owns it" in reasons["stacked"]
    assert "terraform state prod.tfstate owns it" in reasons["terraformed"]
    id_ = fleet.started("--pins", "prod.tfstate", "--managed", *NOW, *SMOKE)
    assert fleet.lamella("rollout", "run", id_).code == 0
    assert set(fleet.states(id_).values()) == {"moved"}
    back = fleet.lamella("rollout", "start", "data", "--to", "1", "--managed", "--pins", "prod.tfstate")
    assert "2 of 3 functions are owned" in back.out


def test_selections_orders_groups_and_refusals(fleet: RolloutFleet) -> None:
    old = fleet.layer()
    for name, tags in (("a1", {"team": "a", "stage": "prod"}), ("a2", {"team": "a"}), ("b1", {"stage": "first"})):
        fleet.function(name, [old], tags=tags)
    fleet.layer("VERSION = 2\n")

    def plan(*more: str) -> dict[str, int]:
        done = fleet.lamella("rollout", "start", "data", *more, "--output", "json")
        assert done.code == 0, done.err
        return {each["name"]: each["wave"] for each in done.json["functions"]}

    assert sorted(plan("--functions", "a.").items()) in ([("a1", 1), ("a2", 2)], [("a1", 2), ("a2", 1)])
    assert set(plan("--tag", "team=a", "--tag", "stage=prod")) == {"a1"}
    assert plan("--order-by", "stage=first")["b1"] == 1
    grouped = plan("--strategy", "all-at-once", "--group-by", "team")
    assert grouped["a1"] != grouped["a2"]
    assert fleet.lamella("rollout", "start", "data", "--to", "9").code == 1
    assert "there is no version" in fleet.lamella("rollout", "start", "data", "--to", "9").err
    assert fleet.lamella("rollout", "start", "dat").code == 1
    assert fleet.lamella("rollout", "start", "data", "--strategy", "blue").code == 2
    assert fleet.lamella("rollout", "start", "data", "--detailed-exitcode").code == 4
    assert fleet.lamella("rollout", "run", "20260101-000000-abcdef").code == 1
    id_ = fleet.started("--functions", "a.")
    again = fleet.lamella("rollout", "start", "data", "--apply")
    assert again.code == 1
    assert f"rollout {id_} of data is not over" in again.err


def test_a_saved_plan_is_started_elsewhere_and_a_changed_one_is_refused(fleet: RolloutFleet) -> None:
    fleet.function("a", [fleet.layer()])
    fleet.layer("VERSION = 2\n")
    assert fleet.lamella("rollout", "start", "data", *NOW, *SMOKE, "--out", "plan.json").code == 0
    plan = fleet.folder / "plan.json"
    text = plan.read_text()
    plan.write_text(text.replace('"wave": 1', '"wave": 2'))
    assert fleet.lamella("apply", "plan.json").code == 2
    plan.write_text(text)
    started = fleet.lamella("apply", "plan.json", "--output", "json")
    assert started.code == 0, started.err
    assert fleet.lamella("rollout", "run", started.json["id"]).code == 0
    assert fleet.layers_of("a") == ["data:2"]


def test_pause_resume_watch_report_and_a_rollback_of_what_is_done(fleet: RolloutFleet) -> None:
    old = fleet.layer()
    fleet.functions(["a", "b"], [old])
    fleet.function("c", [old], "live")
    before = fleet.snapshot(["a", "b", "c"])
    fleet.layer("VERSION = 2\n")
    id_ = fleet.started("--bake", "1s", "--no-gates", "--strategy", "waves:1 function,100%", *SMOKE)
    assert fleet.lamella("rollout", "advance", id_).code == 0
    assert fleet.lamella("rollout", "pause").code == 0
    paused = fleet.lamella("rollout", "run", id_)
    assert paused.code == 1
    assert "paused by" in paused.out
    assert fleet.lamella("rollout", "resume", id_).code == 0
    with fleet.begun("rollout", "status", id_, "--watch") as watching:
        assert fleet.lamella("rollout", "run", id_).code == 0
        out, err = watching.communicate()
    assert watching.returncode == 0
    assert "done" in out
    assert "stage 2 begins" in err
    report = fleet.lamella("rollout", "report", id_, "--html", "page.html")
    assert report.code == 0
    page = (fleet.folder / "page.html").read_text()
    assert id_ in page
    assert "<svg" in page
    assert fleet.lamella("rollout", "rollback", id_).code == 0
    assert fleet.snapshot(["a", "b", "c"]) == before
    listed = fleet.lamella("rollout", "status", "--output", "json").json
    assert [each["phase"] for each in listed] == ["rolled back"]


def test_drift_stops_the_wave_and_is_shown(fleet: RolloutFleet) -> None:
    old = fleet.layer()
    fleet.functions(["a", "b"], [old])
    fleet.layer("VERSION = 2\n")
    id_ = fleet.started("--strategy", "all-at-once", *NOW, *SMOKE)
    tools = fleet.layer("X = 1", "tools")
    fleet.client().update_function_configuration(FunctionName="a", Layers=[tools])
    time.sleep(1)
    ran = fleet.lamella("rollout", "run", id_)
    assert ran.code == 1
    assert "somebody else changed $LATEST: it has tools:1" in ran.out
    assert fleet.lamella("rollout", "resume", id_).code == 0
    assert fleet.lamella("rollout", "run", id_).code == 5
    assert fleet.states(id_) == {"a": "drifted", "b": "moved"}
    assert fleet.layers_of("a") == ["tools:1"]
    assert fleet.tags("a") == {}


def test_what_cannot_be_restored_is_told_with_the_commands(fleet: RolloutFleet) -> None:
    old = fleet.layer()
    fleet.function("a", [old])
    fleet.layer("VERSION = 2\n")
    id_ = fleet.started(*NOW, *SMOKE)
    assert fleet.lamella("rollout", "run", id_).code == 0
    fleet.client().update_function_configuration(FunctionName="a", Layers=[fleet.layer("X = 1", "tools")])
    time.sleep(1)
    back = fleet.lamella("rollout", "rollback", id_)
    assert back.code == 5
    assert (
        f"aws lambda update-function-configuration --region {REGIONS[0]} --function-name a --layers {old}" in back.out
    )
    assert fleet.status(id_)["phase"] == "failed"


def test_what_aws_refuses_is_skipped_with_its_reason_and_the_exit_code_says_so(fleet: RolloutFleet) -> None:
    old = fleet.layer()
    fleet.function("a", [old])
    fleet.function("b", [old])
    new = fleet.layer("VERSION = 2\n")
    id_ = fleet.started("--strategy", "all-at-once", *NOW, *SMOKE)
    fleet.client().delete_layer_version(LayerName="data", VersionNumber=2)
    ran = fleet.lamella("rollout", "run", id_)
    assert new.endswith(":2")
    assert set(fleet.states(id_).values()) == {"skipped"}
    assert ran.code == 5
    assert "InvalidParameterValueException" in ran.out
    assert fleet.tags("a") == fleet.tags("b") == {}


def test_code_that_was_deployed_after_the_last_version_is_not_shipped(fleet: RolloutFleet) -> None:
    fleet.function("a", [fleet.layer()], "live")
    fleet.layer("VERSION = 2\n")
    fleet.client().update_function_code(FunctionName="a", ZipFile=zipped({"app.py": "def handler(*_): return 1\n"}))
    time.sleep(1)
    planned = fleet.lamella("rollout", "start", "data", "--output", "json").json
    assert planned["functions"] == []
    assert "$LATEST has other code than version 1 of alias live" in planned["skipped"][0]["why"]
