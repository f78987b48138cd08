from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lamella.change.promote import promoted
from lamella.change.record import Published
from lamella.errors import LamellaError, NotFoundError, RefusedError
from lamella.model.arn import LayerArn
from lamella.model.digests import code_sha256_of
from lamella.model.place import Place

HERE, THERE = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
A, B = code_sha256_of("aa" * 32), code_sha256_of("bb" * 32)
X86, ARM = "python3.12/x86_64", "python3.12/arm64"


def record(number: int, code: str, *, place: Place = HERE, layer: str = "data", target: str = X86) -> Published:
    arn = LayerArn.at(place, f"staging-{layer}").version(number)
    return Published("staging", layer, target, arn, code, 10, "1.0", NOON + timedelta(minutes=number), "d")


OLD, NEW, NEW_THERE = record(1, A), record(2, B), record(7, B, place=THERE)
WEB = record(1, A, layer="web")
DATA_ARM = record(3, A, target=ARM)
RECORDS = [OLD, NEW, NEW_THERE, WEB, DATA_ARM, replace(record(9, A), environment="prod")]


@pytest.mark.parametrize(
    ("layers", "targets", "expected"),
    [
        ((), None, [("data", ARM, A, (DATA_ARM,)), ("data", X86, B, (NEW, NEW_THERE)), ("web", X86, A, (WEB,))]),
        (("web",), None, [("web", X86, A, (WEB,))]),
        (("data",), {ARM}, [("data", ARM, A, (DATA_ARM,))]),
        ((), {ARM}, [("data", ARM, A, (DATA_ARM,))]),
    ],
)
def test_the_newest_of_each_layer_and_target_is_promoted(
    layers: tuple[str, ...], targets: set[str] | None, expected: list[object]
) -> None:
    found = promoted(RECORDS, "staging", layers, targets)
    assert [(it.layer, it.target, it.code_sha256, it.sources) for it in found] == expected


@pytest.mark.parametrize(
    ("records", "layers", "targets", "error", "said"),
    [
        ([], (), None, NotFoundError, "environment staging has no published version to promote"),
        (RECORDS, ("data", "x"), None, NotFoundError, "environment staging has no published version of x to promote"),
        (RECORDS, ("web",), {ARM}, NotFoundError, "environment staging has no published version of web to promote"),
        ([replace(OLD, deleted_at=NOON)], (), None, NotFoundError, "has no published version"),
        ([OLD, NEW_THERE], (), None, RefusedError, f"data {X86} is not the same in every place"),
    ],
)
def test_what_cannot_be_promoted_is_told_with_what_to_do(
    records: list[Published], layers: tuple[str, ...], targets: set[str] | None, error: type[LamellaError], said: str
) -> None:
    with pytest.raises(error) as caught:
        promoted(records, "staging", layers, targets)
    assert said in caught.value.what
    assert "lamella publish" in caught.value.hint
    assert caught.value.why
