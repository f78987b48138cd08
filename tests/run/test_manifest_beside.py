from pathlib import Path

import pytest

from lamella.run.manifest_beside import read_manifest


@pytest.mark.parametrize("text", [None, "", "[]", "{", "{}", b"\xff"])
def test_without_a_readable_manifest_nothing_is_known(text: str | bytes | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "a.manifest.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert read_manifest(tmp_path / "a.zip") == {}


def test_the_manifest_beside_the_archive_is_read(tmp_path: Path) -> None:
    (tmp_path / "a-python3.12.manifest.json").write_text('{"target": "python3.12/arm64"}')
    assert read_manifest(tmp_path / "a-python3.12.zip") == {"target": "python3.12/arm64"}
