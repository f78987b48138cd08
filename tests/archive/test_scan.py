import hashlib
import io
import stat
import zipfile

from lamella.archive.reader import Archive
from lamella.archive.scan import HEAD_BYTES, MAX_ALL_METADATA_BYTES, MAX_METADATA_BYTES, Origin, scan

LINK = (stat.S_IFLNK | 0o777) << 16


def test_every_file_is_read_once() -> None:
    buffer = io.BytesIO()
    content = bytes(range(100))
    with zipfile.ZipFile(buffer, "w") as made:
        made.mkdir("python")
        made.writestr("python/a.bin", content)
        link = zipfile.ZipInfo("python/b.bin")
        link.external_attr = LINK
        made.writestr(link, "a.bin")
        made.writestr("python/a-1.dist-info/METADATA", "Name: a")
        made.writestr("python/a-1.dist-info/RECORD", bytes(MAX_METADATA_BYTES + 1))
        made.writestr("python/METADATA", "not in dist-info")
    layer = scan(Origin("a.zip"), Archive.parse(buffer.getvalue()))
    files = {file.path: file for file in layer.files}
    assert files["python/a.bin"].sha256 == hashlib.sha256(content).hexdigest()
    assert files["python/a.bin"].head == content[:HEAD_BYTES]
    assert (files["python/b.bin"].entry.link, files["python/b.bin"].sha256) == ("a.bin", "")
    assert layer.metadata == {"python/a-1.dist-info/METADATA": b"Name: a"}
    assert "python" not in files


def test_metadata_is_bounded() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as made:
        for number in range(6):
            made.writestr(f"python/a{number}-1.dist-info/RECORD", bytes(MAX_METADATA_BYTES - number))
    kept = scan(Origin("a.zip"), Archive.parse(buffer.getvalue())).metadata
    assert sum(map(len, kept.values())) <= MAX_ALL_METADATA_BYTES
    assert len(kept) == 4
