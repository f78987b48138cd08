"""The pass that takes out what no test read."""

from lamella.build.passes import traced
from units import removed, unit

UNIT = unit({"python/p/a.py": "a", "python/p/b.py": "bb", "python/p/x.bin": ""})


def test_only_what_is_kept_stays() -> None:
    result = traced.apply(UNIT.tree, {"python/p/a.py", "python/other.py"})
    assert result.tree.paths() == {"python/p/a.py"}
    assert removed(result) == {"python/p/b.py": "unread", "python/p/x.bin": "unread"}
    assert result.record.reasons.keys() == {"unread"}


def test_nothing_to_do() -> None:
    result = traced.apply(UNIT.tree, UNIT.tree.paths())
    assert (result.tree, result.record.removed) == (UNIT.tree, ())
