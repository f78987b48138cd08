from datetime import UTC, datetime

import pytest

from lamella.change.action import Metadata
from lamella.change.kept import KeptVersion, folder_of, from_json, to_json
from lamella.errors import StateError
from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Statement

KEPT = KeptVersion(
    LayerVersionArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data:7"),
    datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    Metadata("1.4.0", ("python3.12",), ("x86_64",), "MIT"),
    "x" * 44,
    123,
    (Statement("s", "*", "o-abcdefghij"),),
)


def test_what_is_written_is_read_again() -> None:
    assert from_json(to_json(KEPT), "version.json") == KEPT


def test_the_folder_of_a_copy() -> None:
    assert folder_of(KEPT.arn) == "111122223333/eu-west-1/data/7"


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"{", b"["), (b'"format": 1', b'"format": 2'), (b":layer:data:7", b":layer:data"), (b'"arn"', b'"nra"')],
)
def test_what_lamella_did_not_write_is_refused_with_its_path(old: bytes, new: bytes) -> None:
    with pytest.raises(StateError, match=r"^copies/version\.json "):
        from_json(to_json(KEPT).replace(old, new, 1), "copies/version.json")
