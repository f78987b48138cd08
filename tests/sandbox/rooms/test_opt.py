import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from lamella.errors import HostileArchiveError, UsageError
from lamella.host.cached_folder import remove_unused
from lamella.sandbox.rooms.opt import unpacked


def zipped(path: Path, files: Mapping[str, str], mode: int = 0o100644) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            made.writestr(info, content, zipfile.ZIP_DEFLATED)
            info.external_attr = (stat.S_IFLNK | 0o777 if name.endswith(".link") else mode) << 16
    return path


def read(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): f"-> {path.readlink()}" if path.is_symlink() else path.read_text()
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def test_layers_merge_in_order(tmp_path: Path) -> None:
    first = zipped(tmp_path / "1.zip", {"python/a.py": "1", "python/b.py": "1", "lib/x.link": "y"})
    second = zipped(tmp_path / "2.zip", {"python/a.py": "2", "lib/y": ""})
    with unpacked([first, second], tmp_path) as opt:
        assert read(opt.path) == {"python/a.py": "2", "python/b.py": "1", "lib/x.link": "-> y", "lib/y": ""}
        assert opt.path.parent == tmp_path / "opt"
    with unpacked([second, first], tmp_path) as other:
        assert read(other.path)["python/a.py"] == "1"
        assert other.path != opt.path


def test_the_same_zips_are_unpacked_once(tmp_path: Path) -> None:
    layer = zipped(tmp_path / "1.zip", {"a": "1"})
    with unpacked([layer], tmp_path) as one, unpacked([layer], tmp_path) as other:
        assert one.path == other.path
    (tmp_path / "copy.zip").write_bytes(layer.read_bytes())
    with unpacked([tmp_path / "copy.zip"], tmp_path) as copy:
        assert copy.path == one.path


def test_no_layer_is_an_empty_folder(tmp_path: Path) -> None:
    with unpacked([], tmp_path) as opt:
        assert read(opt.path) == {}


@pytest.mark.parametrize(("mode", "expected"), [(0o100644, 0o444), (0o100600, 0), (0o100755, 0o555), (0, 0o444)])
def test_modes_are_those_that_lambdas_user_sees(mode: int, expected: int, tmp_path: Path) -> None:
    umask = os.umask(0o077)
    try:
        with unpacked([zipped(tmp_path / "1.zip", {"python/a.py": "x"}, mode)], tmp_path) as opt:
            assert (opt.path / "python" / "a.py").stat().st_mode & 0o777 == expected
            assert (opt.path / "python").stat().st_mode & 0o777 == 0o755
    finally:
        os.umask(umask)
    assert remove_unused(opt.path)


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (None, UsageError, "there is no zip"),
        (b"", UsageError, "is empty"),
        (b"no zip at all", HostileArchiveError, "1.zip: no end of central directory"),
    ],
)
def test_what_is_no_zip(content: bytes | None, error: type[Exception], words: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "1.zip").write_bytes(content)
    with pytest.raises(error, match=words):
        unpacked([tmp_path / "1.zip"], tmp_path)
    assert list(tmp_path.glob("opt/*")) == []


def test_damaged_data_leaves_nothing(tmp_path: Path) -> None:
    layer = zipped(tmp_path / "1.zip", {"a": "hello " * 100})
    data = bytearray(layer.read_bytes())
    data[40] ^= 0xFF
    layer.write_bytes(data)
    with pytest.raises(HostileArchiveError):
        unpacked([layer], tmp_path)
    assert list((tmp_path / "opt").iterdir()) == []
