from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from lamella.change.exported import from_json, newest, to_json
from lamella.change.record import Published
from lamella.errors import ConfigError
from lamella.model.arn import LayerArn
from lamella.model.digests import code_sha256_of
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
THERE = Place("111122223333", "cn-north-1")
NOON = datetime(2026, 1, 1, 12, 0, 0, 5, tzinfo=UTC)


def record(number: int, *, place: Place = HERE, name: str = "data", target: str = "python3.12/x86_64") -> Published:
    arn = LayerArn.at(place, name).version(number)
    at = NOON + timedelta(minutes=number)
    return Published("prod", "data", target, arn, code_sha256_of("ab" * 32), 10, "1.0", at, "d" * 64)


ONE, TWO, TEN = record(1), record(2), record(10)
RENAMED = replace(record(1, name="new-data"), published_at=TEN.published_at + timedelta(1))


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], []),
        ([TWO, TEN, ONE], [TEN]),
        ([TEN, replace(TEN, environment="dev"), TWO], [replace(TEN, environment="dev"), TEN]),
        ([ONE, record(2, place=THERE)], [record(2, place=THERE), ONE]),
        ([ONE, record(2, target="python3.12/arm64")], [ONE, record(2, target="python3.12/arm64")]),
        ([TWO, replace(TEN, deleted_at=NOON)], [TWO]),
        ([replace(ONE, deleted_at=NOON)], []),
        # The layer's published name changed: numbers began anew, the later one counts.
        ([TEN, RENAMED], [RENAMED]),
    ],
)
def test_the_newest_of_each_place_is_kept(records: list[Published], expected: list[Published]) -> None:
    assert list(newest(records)) == expected


def test_a_file_gives_the_records_back_whatever_their_zone_and_order() -> None:
    elsewhere = replace(TWO, published_at=TWO.published_at.astimezone(timezone(timedelta(hours=2))), environment="dev")
    text = to_json([TEN, elsewhere])
    assert from_json(text, "f.json") == (elsewhere, TEN)
    assert to_json([replace(elsewhere, published_at=TWO.published_at), TEN]) == text
    assert text.endswith("}\n")


VALID = to_json([ONE])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f.json is no file of published versions"),
        ("[]", "f.json is no file of published versions"),
        (b"\xff\xfe", "f.json is no file of published versions"),
        (VALID.replace('"format": 1', '"format": 2'), "format 2"),
        (VALID.replace('"size_bytes": 10', '"size_bytes": "10"'), "no file"),
        (VALID.replace('"label"', '"labels"'), "no file"),
        (VALID.replace("layer:data:1", "layer:data"), "versions[0].arn"),
        (VALID.replace(code_sha256_of("ab" * 32), "x"), "no file"),
        (VALID.replace("2026-01-01T12:01:00.000005Z", "2026-01-01T12:01:00"), "no file"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_place(text: str | bytes, said: str) -> None:
    assert text != VALID
    with pytest.raises(ConfigError) as caught:
        from_json(text, "f.json")
    assert said in caught.value.what
    assert caught.value.hint
