import pytest

from lamella.build.foreign import wanted_modules
from lamella.build.pack import Pack
from lamella.model.passes import PassRecord, Removal


def pack(unit: str, removed: tuple[str, ...] = (), foreign: tuple[str, ...] = (), step: str = "prune") -> Pack:
    record = PassRecord(step, tuple(Removal(path, 1, "tests") for path in removed))
    return Pack(unit, (), (record,), 0, 0, foreign=foreign)


@pytest.mark.parametrize(
    ("removed", "wanted", "expected"),
    [
        ("python/a/tests/x.py", "a.tests.x", {"a==1": ("a.tests.x",)}),
        ("python/a/tests/x.py", "a.tests.x.name", {"a==1": ("a.tests.x.name",)}),
        ("python/a/tests/__init__.py", "a.tests", {"a==1": ("a.tests",)}),
        ("python/a/tests/y.py", "a.tests.x", {}),
    ],
)
def test_units_that_must_keep_more(removed: str, wanted: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert wanted_modules([pack("a==1", (removed,)), pack("b==1", foreign=(wanted,))]) == expected


def test_what_the_user_dropped_stays_dropped() -> None:
    packs = [pack("a==1", ("python/a/tests/x.py",), step="drop"), pack("b==1", foreign=("a.tests.x",))]
    assert wanted_modules(packs) == {}
