import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.profile.import_tree import Imported, walk
from lamella.profile.unused import Candidate, Usage, candidates, used_modules

FILES = {
    "app": "/var/task/app.py",
    "big": "/opt/python/big/__init__.py",
    "big.fast": "/opt/python/big/fast.cpython-312-x86_64-linux-gnu.so",
    "big.deep": "/opt/python/big/deep/__init__.py",
    "big.deep.mod": "/opt/python/big/deep/mod.py",
    "other": "/opt/python/other.py",
    "_native": "/opt/python/_native.abi3.so",
    "space.part": "/opt/python/space/part.py",
    "sys": "",
}


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ([], []),
        (["gone"], []),
        (["other"], ["other"]),
        # Top-level files share their folder with every package: no native module is used because of them.
        (["app", "other"], ["app", "other"]),
        (["_native"], ["_native"]),
        (["big"], ["big", "big.fast"]),
        (["big.deep.mod"], ["big", "big.deep", "big.deep.mod"]),
        (["space.part"], ["space", "space.part"]),
        (["sys"], ["sys"]),
    ],
)
def test_used_modules(used: list[str], expected: list[str]) -> None:
    assert sorted(used_modules(Usage(FILES, frozenset(used)))) == expected


APP = Imported(
    "app",
    1,
    1000,
    (
        Imported("big", 100, 700, (Imported("big.deep", 50, 300, (Imported("big.deep.mod", 250, 250),)),)),
        Imported("other", 20, 120, (Imported("_native", 100, 100),)),
        Imported("missing", 90, 90),
    ),
)


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (["app"], [("big", "app", 3, 700), ("other", "app", 2, 120)]),
        (["app", "big"], [("big.deep", "big", 2, 300), ("other", "app", 2, 120)]),
        # What is used below keeps the whole way to it.
        (["app", "_native"], [("big", "app", 3, 700)]),
        (["app", "big.deep", "_native"], [("big.deep.mod", "big.deep", 1, 250)]),
        (["big.deep.mod", "_native"], []),
    ],
)
def test_candidates(used: list[str], expected: list[tuple[str, str, int, int]]) -> None:
    assert candidates(APP, Usage(FILES, frozenset(used))) == tuple(Candidate(*each) for each in expected)


def test_what_the_standard_library_imports_for_itself_is_no_candidate() -> None:
    files = {
        "app": "/var/task/app.py",
        "logging": "/var/lang/lib/logging.py",
        "traceback": "/var/lang/lib/traceback.py",
    }
    app = Imported("app", 1, 9, (Imported("logging", 1, 8, (Imported("traceback", 7, 7),)),))
    assert candidates(app, Usage(files, frozenset({"app", "logging"}))) == ()
    assert [each.module for each in candidates(app, Usage(files, frozenset({"app"})))] == ["logging"]


@given(st.frozensets(st.sampled_from(sorted(FILES))))
def test_no_candidate_brings_a_used_module_and_none_lies_in_another(used: frozenset[str]) -> None:
    usage = Usage(FILES, used)
    found = candidates(APP, usage)
    by_name = {each.module: each for each, _ in walk((APP,))}
    brought = [each.module for candidate in found for each, _ in walk((by_name[candidate.module],))]
    assert not used_modules(usage) & set(brought)
    assert len(brought) == len(set(brought))
