from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.archive.diff import diff
from lamella.archive.difference import ChangeKind
from lamella.archive.scan import Layer

LayerOf = Callable[..., Layer]
SCRIPTS = "[console_scripts]\nrun = a:main\n\n[plugins]\nx = a:x\n"


def dist(name: str, version: str, files: dict[str, str], entry_points: str = "") -> dict[str, str]:
    info = f"python/{name}-{version}.dist-info"
    found = {f"{info}/RECORD": "".join(f"{path},,\n" for path in files)}
    if entry_points:
        found[f"{info}/entry_points.txt"] = entry_points
    return found | {f"python/{path}": content for path, content in files.items()}


def test_packages(layer_of: LayerOf) -> None:
    before = dist("gone", "1", {"gone.py": "x" * 500}) | dist("kept", "1", {"kept.py": "k"})
    before |= dist("moved", "1", {"moved.py": "m", "old.py": ""})
    after = (
        dist("new", "3", {"new.py": "n"}) | dist("kept", "1", {"kept.py": "k"}) | dist("moved", "2", {"moved.py": "M"})
    )
    found = diff(layer_of(before), layer_of(after))
    rows = {each.name: each for each in found.packages}
    assert found.packages[0].name == "gone"
    assert {name: (row.kind, row.before_versions, row.after_versions) for name, row in rows.items()} == {
        "gone": (ChangeKind.REMOVED, ("1",), ()),
        "new": (ChangeKind.ADDED, (), ("3",)),
        "moved": (ChangeKind.CHANGED, ("1",), ("2",)),
    }
    moved = rows["moved"]
    assert (moved.files_added, moved.files_removed, moved.files_changed) == (1, 2, 1)
    assert rows["gone"].before.size_bytes == 500 + len("gone.py,,\n")
    assert found.modules_gone == ("gone", "old")
    assert found.modules_new == ("new",)
    assert found.differs


def test_entry_points_that_disappear_with_dist_info(layer_of: LayerOf) -> None:
    before = dist("a", "1", {"a.py": "x"}, SCRIPTS)
    after = {"python/a.py": "x"}
    found = diff(layer_of(before), layer_of(after))
    assert [each.entry_point.name for each in found.console_scripts_gone] == ["run"]
    assert [(each.entry_point.group, each.distribution) for each in found.entry_points_gone] == [("plugins", "a")]
    assert found.modules_gone == ()
    assert {each.name: each.kind for each in found.packages} == {"a": ChangeKind.REMOVED, "": ChangeKind.ADDED}


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ({"python/a/b.py": ""}, {"python/a/b.pyc": ""}, ()),
        ({"python/a.py": ""}, {"python/lib/python3.12/site-packages/a.py": ""}, ()),
        ({"python/a.py": ""}, {"python/__pycache__/a.cpython-312.pyc": ""}, ("a",)),
        ({"python/a/__init__.py": "", "python/a/t/x.py": ""}, {"python/a/__init__.py": ""}, ("a.t.x",)),
        ({"python/a.so": ""}, {"lib/a.so": ""}, ("a",)),
        (
            {"python/a.cpython-312-x86_64-linux-gnu.so": ""},
            {"python/a.cpython-313-x86_64-linux-gnu.so": ""},
            (),
        ),
    ],
)
def test_modules_that_disappear(
    layer_of: LayerOf, before: dict[str, str], after: dict[str, str], gone: tuple[str, ...]
) -> None:
    assert diff(layer_of(before), layer_of(after)).modules_gone == gone


_FILES = st.dictionaries(st.sampled_from(["python/a.py", "python/b/c.py", "x"]), st.sampled_from(["1", "22"]))


@given(_FILES, _FILES)
def test_added_removed_and_changed_account_for_every_file(
    layer_of: LayerOf, before: dict[str, str], after: dict[str, str]
) -> None:
    found = diff(layer_of(before), layer_of(after))
    assert (set(before) - set(found.files_removed)) | set(found.files_added) == set(after)
    assert set(found.files_changed) == {path for path in before if path in after and before[path] != after[path]}
    assert found.differs == (before != after)
    assert found.after.total.size_bytes - found.before.total.size_bytes == sum(
        each.after.size_bytes - each.before.size_bytes for each in found.packages
    )
