import zipfile
from pathlib import Path

from lamella.run.diff import diff


def test_a_zip_against_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("python/a.py", "1")
    (tmp_path / "b" / "python").mkdir(parents=True)
    (tmp_path / "b" / "python" / "a.py").write_text("2")
    found = diff(tmp_path / "a.zip", str(tmp_path / "b"))
    assert found.files_changed == ("python/a.py",)
    assert found.differs
