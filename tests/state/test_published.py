from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.record import Published
from lamella.errors import StateError
from lamella.model.arn import LayerVersionArn
from lamella.state.published import decode, encode

ARN = LayerVersionArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data:7")
RECORD = Published(
    "prod", "data", "python3.12/x86_64", ARN, "q" * 43 + "=", 7, "1.4", datetime(2026, 1, 2, tzinfo=UTC), "d"
)
TEXTS = st.text(max_size=20)
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]))


@given(
    st.builds(
        Published,
        environment=TEXTS,
        layer=TEXTS,
        target=TEXTS,
        arn=st.integers(1, 10**9).map(ARN.layer.version),
        code_sha256=TEXTS,
        size_bytes=st.integers(0, 2**40),
        label=TEXTS,
        published_at=MOMENTS,
        digest=TEXTS,
        deleted_at=st.none() | MOMENTS,
        kept_at=st.none() | TEXTS,
    )
)
def test_a_record_comes_back(record: Published) -> None:
    text = encode(record)
    assert decode(text) == record
    assert "\n" not in text


def test_what_a_newer_lamella_adds_is_passed_over() -> None:
    assert decode(encode(RECORD)[:-1] + ',"colour":"red"}') == RECORD
    deleted = replace(RECORD, deleted_at=datetime(2026, 2, 3, tzinfo=UTC), kept_at="s3://b/x")
    assert decode(encode(deleted)) == deleted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        encode(RECORD).replace("111122223333", "1"),
        encode(RECORD).replace("2026-01-02T00:00:00Z", "2026-01-02T00:00:00"),
        encode(RECORD).replace('"size_bytes":7', '"size_bytes":"7"'),
    ],
)
def test_what_is_no_record(text: str) -> None:
    with pytest.raises(StateError, match="cannot be read") as caught:
        decode(text)
    assert text[:200] in caught.value.why
