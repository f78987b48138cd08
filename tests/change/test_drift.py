from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lamella.change.drift import Checked, DriftKind, Found, aws_drift, file_drift
from lamella.change.record import Published
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.arn import LayerArn
from lamella.model.digests import code_sha256_of
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
DATA = LayerArn.at(HERE, "prod-data")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
A, B = code_sha256_of("aa" * 32), code_sha256_of("bb" * 32)


def record(number: int, code: str = A) -> Published:
    at = NOON + timedelta(minutes=number)
    return Published("prod", "data", "python3.12/x86_64", DATA.version(number), code, 10, "1.0", at, "d")


ONE, TWO = record(1), record(2)
GONE, CHANGED, NEWER, POINTER = DriftKind.GONE, DriftKind.CHANGED, DriftKind.NEWER, DriftKind.POINTER
THERE = LayerVersion(TWO.arn, NOON, code_sha256=A)


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        (Found(THERE, 2, {}), []),
        (Found(THERE, 2, {"stable": str(TWO.arn), "beta": str(ONE.arn)}), []),
        (Found(None, 1, {"stable": str(TWO.arn)}), [GONE]),
        (Found(replace(THERE, code_sha256=B), 2, {}), [CHANGED]),
        (Found(THERE, 3, {}), [NEWER]),
        (Found(THERE, None, {"stable": "nonsense"}), [POINTER]),
        (Found(THERE, 3, {"a": f"{DATA}:9", "b": str(TWO.arn), "c": "x"}), [NEWER, POINTER, POINTER]),
    ],
)
def test_aws_is_held_against_a_record(found: Found, kinds: list[DriftKind]) -> None:
    drifts = aws_drift(TWO, found, [ONE, TWO])
    assert [drift.kind for drift in drifts] == kinds
    assert all(drift.what and drift.hint and drift.arn == TWO.arn for drift in drifts)


def test_a_pointer_at_a_version_that_lamella_deleted_is_drift() -> None:
    found = Found(THERE, 2, {"stable": str(ONE.arn)})
    assert [it.kind for it in aws_drift(TWO, found, [replace(ONE, deleted_at=NOON), TWO])] == [POINTER]


DEV = replace(TWO, environment="dev")


def test_a_store_without_the_environment_is_not_what_the_file_should_follow() -> None:
    hints = [file_drift(records, [TWO])[0].hint for records in ([ONE], [DEV])]
    assert hints[0] == "`lamella lock export` writes the file anew"
    assert "lamella publish --env prod --apply" in hints[1]
    assert "lock export" not in hints[1]


@pytest.mark.parametrize(
    ("records", "exported", "expected"),
    [
        ([ONE, TWO], [TWO], []),
        ([ONE, TWO], [], []),
        ([TWO], [DEV], [(DEV.arn, DriftKind.NOT_IN_STORE)]),
        ([ONE, TWO], [ONE], [(ONE.arn, DriftKind.NOT_IN_STORE), (TWO.arn, DriftKind.NOT_IN_FILE)]),
        ([], [ONE], [(ONE.arn, DriftKind.NOT_IN_STORE)]),
    ],
)
def test_a_file_is_held_against_the_records(
    records: list[Published], exported: list[Published], expected: list[object]
) -> None:
    assert [(it.arn, it.kind) for it in file_drift(records, exported)] == expected


GAP = Gap(HERE, "versions of data", "throttled")
DRIFT = aws_drift(TWO, Found(None, None, {}), [])


@pytest.mark.parametrize(
    ("checked", "code"),
    [
        (Checked(1, (HERE,), (), ()), 0),
        (Checked(1, (HERE,), DRIFT, ()), 3),
        (Checked(1, (HERE,), DRIFT, (GAP,)), 3),
        (Checked(1, (HERE,), (), (GAP,)), 5),
    ],
)
def test_drift_wins_over_gaps(checked: Checked, code: int) -> None:
    assert checked.exit_code == code
