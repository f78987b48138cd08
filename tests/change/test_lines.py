from datetime import UTC, datetime, timedelta, timezone

import pytest

from lamella.change.journal import Began, Done, Failed, Line, Started
from lamella.change.lines import decode, encode
from lamella.errors import StateError
from lamella.model.arn import LayerVersionArn

AT = datetime(2026, 3, 4, 5, 6, 7, 890123, UTC)
VERSION = LayerVersionArn.parse("arn:aws-cn:lambda:cn-north-1:111122223333:layer:data:7")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            Began(AT, "arn:aws:iam::111122223333:user/ada"),
            '{"line":"began","at":"2026-03-04T05:06:07.890123Z","caller":"arn:aws:iam::111122223333:user/ada"}',
        ),
        (
            Began(AT, "ci", "0a1b-dirty", forced=True),
            '{"line":"began","at":"2026-03-04T05:06:07.890123Z","caller":"ci","commit":"0a1b-dirty","forced":true}',
        ),
        (
            Started(AT, "publish data\n€"),
            '{"line":"started","at":"2026-03-04T05:06:07.890123Z","step":"publish data\\n€"}',
        ),
        (
            Done(AT, "s", VERSION, already=True),
            f'{{"line":"done","at":"2026-03-04T05:06:07.890123Z","step":"s","version":"{VERSION}","already":true}}',
        ),
        (Done(AT, "s"), '{"line":"done","at":"2026-03-04T05:06:07.890123Z","step":"s"}'),
        (
            Failed(AT, "s", "cut", "reset", "again", in_doubt=True, exit_code=5),
            (
                '{"line":"failed","at":"2026-03-04T05:06:07.890123Z","step":"s","what":"cut","why":"reset",'
                '"hint":"again","in_doubt":true,"exit_code":5}'
            ),
        ),
    ],
)
def test_a_line_is_one_object_and_comes_back(line: Line, text: str) -> None:
    assert encode(line) == text
    assert decode(text) == line


def test_another_zone_is_the_same_moment() -> None:
    there = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert decode(encode(Started(there, "s"))) == Started(AT, "s")


def test_a_key_of_a_newer_lamella_is_passed_over() -> None:
    assert decode('{"line":"started","at":"2026-03-04T05:06:07.890123Z","step":"s","new":1}') == Started(AT, "s")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"line":"paused","at":"2026-03-04T05:06:07Z"}',
        '{"line":"started","at":"2026-03-04T05:06:07","step":"s"}',
        '{"line":"started","at":"2026-03-04T05:06:07Z"}',
        '{"line":"done","at":"2026-03-04T05:06:07Z","step":"s","version":"data:7"}',
    ],
)
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(StateError, match="journal cannot be read"):
        decode(text)
