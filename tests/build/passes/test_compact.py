"""The pass that takes out bytecode only."""

from hypothesis import given
from hypothesis import strategies as st

from lamella.build.passes import compact
from units import removed, unit

FILES = {
    "python/p/a.py": "a", "python/p/__pycache__/a.cpython-312.pyc": "A", "python/p/b.py": "b",
    "python/p/__pycache__/b.cpython-312.pyc": "B", "python/p/x.bin": "x",
}  # fmt: skip
UNIT = unit(FILES)


def test_bytecode_that_is_not_kept_goes() -> None:
    result = compact.apply(UNIT.tree, {"python/p/__pycache__/a.cpython-312.pyc"})
    assert removed(result) == {"python/p/__pycache__/b.cpython-312.pyc": "unused"}


@given(st.sets(st.sampled_from(sorted(FILES))))
def test_nothing_else_ever_goes(kept: set[str]) -> None:
    left = compact.apply(UNIT.tree, kept).tree.paths()
    assert left >= {path for path in FILES if not path.endswith(".pyc")} | kept
