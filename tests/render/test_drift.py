import json
from datetime import UTC, datetime

from lamella.change.drift import Checked, Found, aws_drift
from lamella.change.record import Published
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn
from lamella.model.place import Place
from lamella.render.drift import drift_csv, drift_json, drift_text

HERE = Place("111122223333", "eu-west-1")
ARN = LayerArn.at(HERE, "data").version(2)
RECORD = Published("prod", "data", "python3.12/x86_64", ARN, "x", 1, "", datetime(2026, 1, 1, tzinfo=UTC), "d")
CHECKED = Checked(
    1, (HERE,), aws_drift(RECORD, Found(None, None, {}), []), (Gap(HERE, "parameters", "throttled, \x1b[2J"),)
)


def test_text_names_each_difference_and_gap_and_ends_with_counts() -> None:
    assert drift_text(CHECKED).splitlines() == [
        f"gone: data python3.12/x86_64: {ARN} is not there: it was deleted by other means than lamella",
        "  hint: publish again: lamella publish data --env prod --apply",
        "gap: 111122223333 eu-west-1: parameters: throttled, \\x1b[2J",
        "checked 1 version in 1 place: 1 difference, 1 gap",
    ]
    assert drift_text(Checked(0, (HERE, HERE), (), ())) == "checked 0 versions in 2 places: 0 differences, 0 gaps"


def test_json_has_the_documented_keys() -> None:
    found = json.loads(drift_json(CHECKED))
    assert found["records"] == 1
    assert found["places"] == [{"account": "111122223333", "region": "eu-west-1"}]
    (drift,) = found["drifts"]
    assert (drift["kind"], drift["environment"], drift["layer"], drift["arn"]) == ("gone", "prod", "data", str(ARN))
    assert found["gaps"] == [
        {"account": "111122223333", "region": "eu-west-1", "what": "parameters", "why": "throttled, \x1b[2J"}
    ]


def test_csv_has_a_row_for_each() -> None:
    where = f"python3.12/x86_64,111122223333,eu-west-1,{ARN}"
    assert drift_csv(CHECKED).splitlines() == [
        "kind,environment,layer,target,account,region,arn,what",
        f"gone,prod,data,{where},{ARN} is not there: it was deleted by other means than lamella",
        'gap,,,,111122223333,eu-west-1,,"parameters: throttled, \x1b[2J"',
    ]
