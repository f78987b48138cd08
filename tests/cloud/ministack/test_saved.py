from pathlib import Path

import pytest

from lamella.cloud.ministack.saved import hold_whole
from lamella.errors import LamellaError


@pytest.mark.parametrize("content", [b"", b'{"a": ', b"\xff\xfe", b"{} {}"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "iam.json").write_text("{}")
    (tmp_path / "lambda.json").write_bytes(content)
    with pytest.raises(LamellaError, match="damaged") as caught:
        hold_whole(tmp_path)
    assert str(tmp_path / "lambda.json") in caught.value.why
    assert (tmp_path / "lambda.json").read_bytes() == content


def test_what_ministack_can_read_passes(tmp_path: Path) -> None:
    hold_whole(tmp_path / "absent")
    (tmp_path / "cloudwatch.json").write_text('{"value": NaN}')
    (tmp_path / "lambda.json.tmp").write_text("{")
    hold_whole(tmp_path)
