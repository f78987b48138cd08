import json
from pathlib import Path

import pytest

from lamella.build.removals import Removals, Why
from lamella.run.probed import asked_for, read_removals, way_back

WHY = Why("prune", "tests", "unused")
GONE = Removals({"python/a/data/x.json": WHY, "python/a/part.py": WHY, "python/b.py": WHY}, (3, 12))


@pytest.mark.parametrize(
    ("probed", "message", "expected"),
    [
        (["python/a/data/x.json", "python/none"], "", ("python/a/data/x.json",)),
        (["python/a/data"], "", ("python/a/data/x.json",)),
        (["python/a/dat", ""], "", ()),
        ([], "No module named 'a.part'", ("python/a/part.py",)),
        (["python/b.py"], "No module named 'a.part'", ("python/a/part.py", "python/b.py")),
        ([], "No module named 'other'", ()),
        ([], "Unknown service: 'data'", ("python/a/data/x.json",)),
        ([], "Unknown service: data", ()),
        ([], "'a' is wrong, 'python' too", ()),
    ],
)
def test_removed_files_are_found_by_failed_opens_and_messages(
    probed: list[str], message: str, expected: tuple[str, ...]
) -> None:
    assert asked_for(GONE, probed, message) == expected


def test_the_way_back_names_files_passes_and_the_line() -> None:
    assert way_back(["python/b.py", "python/none"], GONE) == (
        'it looked for python/b.py, which prune left out; to have it back: keep = ["python/b.py"]'
    )
    assert way_back(["python/none"], GONE) == ""
    many = Removals({f"python/{n}.txt": WHY for n in range(7)}, (3, 12))
    assert "python/4.txt and 2 more" in way_back(many.why, many)


@pytest.mark.parametrize("text", [None, "", "[]", "{", "{}"])
def test_without_a_manifest_nothing_is_known_to_be_removed(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "a.manifest.json").write_text(text)
    assert not read_removals(tmp_path / "a.zip", [], (3, 12)).why


def test_the_manifest_beside_the_archive_is_read(tmp_path: Path) -> None:
    rules = [{"rule": "tests", "reason": "unused", "removed": [{"path": "python/b.py", "size_bytes": 1}]}]
    (tmp_path / "a-python3.12.manifest.json").write_text(json.dumps({"passes": [{"pass": "prune", "rules": rules}]}))
    assert read_removals(tmp_path / "a-python3.12.zip", [], (3, 12)).why == {"python/b.py": WHY}
