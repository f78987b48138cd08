import os
import socket
import zipfile
from pathlib import Path

import pytest

from lamella.archive.entry import Kind
from lamella.errors import HostileArchiveError, LamellaError, LayoutError, UsageError
from lamella.run.layer_files import Folder, scan_path


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def test_a_folder_reads_as_its_zip_does(tmp_path: Path) -> None:
    files = {"python/a.py": "x = 1\n", "python/b/c.txt": "text"}
    folder = tmp_path / "layer"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    from_zip, from_folder = scan_path(zipped(tmp_path / "layer.zip", files)), scan_path(folder)
    assert [(file.path, file.sha256) for file in from_zip.files] == [
        (file.path, file.sha256) for file in from_folder.files
    ]
    assert from_folder.origin.zip_bytes is None
    assert from_zip.origin.zip_bytes == (tmp_path / "layer.zip").stat().st_size
    assert {file.entry.zipped_bytes for file in from_folder.files} == {None}


def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("secret")
    layer = tmp_path / "layer"
    (layer / "lib").mkdir(parents=True)
    (layer / "lib" / "a.so.1").write_text("x")
    (layer / "lib" / "a.so").symlink_to("a.so.1")
    (layer / "lib64").symlink_to("lib")
    found = {file.path: file for file in scan_path(layer).files}
    assert set(found) == {"lib/a.so.1", "lib/a.so", "lib64"}
    assert (found["lib64"].entry.kind, found["lib64"].entry.link, found["lib64"].sha256) == (Kind.LINK, "lib", "")
    (layer / "out").symlink_to("../secret")
    with pytest.raises(LayoutError, match="leads out of the layer"):
        scan_path(layer)


def test_a_file_swapped_for_a_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "a.py").symlink_to("secret")
    entry = scan_path(zipped(tmp_path / "x.zip", {"a.py": ""})).files[0].entry
    with pytest.raises(OSError, match="symbolic links"):
        Folder(tmp_path, (entry,)).read(entry)


def test_special_files_are_refused(tmp_path: Path) -> None:
    layer = tmp_path / "layer"
    layer.mkdir()
    os.mkfifo(layer / "pipe")
    with pytest.raises(LayoutError, match="a device, a pipe or a socket"):
        scan_path(layer)
    with pytest.raises(UsageError, match="neither a zip nor a folder"):
        scan_path(layer / "pipe")


@pytest.mark.parametrize("names", [("a.py", "A.py"), ("new\nline",), (b"\xff.py".decode("utf-8", "surrogateescape"),)])
def test_names_that_no_layer_can_hold(tmp_path: Path, names: tuple[str, ...]) -> None:
    layer = tmp_path / "layer"
    layer.mkdir()
    for name in names:
        (layer / name).write_text("")
    with pytest.raises(LayoutError) as caught:
        scan_path(layer)
    assert caught.value.what.isprintable()


@pytest.mark.parametrize("content", [b"", b"P", b"\x7fELF", b"[tool]\n"])
def test_what_is_no_zip(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="neither a zip nor a folder"):
        scan_path(path)


def test_a_hostile_zip_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"../a.py": ""})
    with pytest.raises(HostileArchiveError) as caught:
        scan_path(path)
    assert caught.value.what.startswith(f"{path}: ")
    assert caught.value.rule == "name-traversal"
    assert not (tmp_path.parent / "a.py").exists()


def test_a_damaged_zip_is_found_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"python/a.py": "content"})
    path.write_bytes(path.read_bytes().replace(b"content", b"CONTENT"))
    with pytest.raises(HostileArchiveError) as caught:
        scan_path(path)
    assert caught.value.rule == "bad-checksum"


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file or folder"):
        scan_path(tmp_path / "missing")


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        with pytest.raises(LamellaError, match="cannot read"):
            scan_path(path)
