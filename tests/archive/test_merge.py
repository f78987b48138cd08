from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.archive.merge import Clash, Replaced, merge
from lamella.archive.scan import Layer

LayerOf = Callable[..., Layer]


def test_the_last_layer_wins(layer_of: LayerOf) -> None:
    first = layer_of({"python/a.py": "1", "python/b.py": "same", "python/c.py": "c"})
    second = layer_of({"python/a.py": "2", "python/b.py": "same"})
    merged = merge([first, second])
    assert {path: placed.layer for path, placed in merged.opt.items()} == {
        "python/a.py": 1,
        "python/b.py": 1,
        "python/c.py": 0,
    }
    assert merged.replaced == (Replaced("python/a.py", 0, 1, same=False), Replaced("python/b.py", 0, 1, same=True))
    assert merged.clashes == ()
    assert len(merged.everything) == 5


@pytest.mark.parametrize(
    ("first", "second", "clashes", "left"),
    [
        ({"python/x": ""}, {"python/x/y": ""}, {"python/x"}, {"python/x/y"}),
        (
            {"python/x/y": "", "python/x/z/w": "", "k": ""},
            {"python/x": ""},
            {"python/x/y", "python/x/z/w"},
            {"python/x", "k"},
        ),
    ],
)
def test_a_file_against_a_folder(
    layer_of: LayerOf, first: dict[str, str], second: dict[str, str], clashes: set[str], left: set[str]
) -> None:
    merged = merge([layer_of(first), layer_of(second)])
    assert set(merged.clashes) == {Clash(path, 0, 1) for path in clashes}
    assert set(merged.opt) == left


_PATHS = st.sampled_from(["a", "b", "d/a", "d/b", "d/e/a"])
_LAYERS = st.lists(st.dictionaries(_PATHS, st.sampled_from(["1", "2"]), min_size=1), min_size=1, max_size=5)


@given(_LAYERS)
def test_opt_is_what_copying_in_order_gives(layer_of: LayerOf, layers: list[dict[str, str]]) -> None:
    expected: dict[str, int] = {}
    for number, files in enumerate(layers):
        expected |= dict.fromkeys(files, number)
    merged = merge([layer_of(files) for files in layers])
    assert {path: placed.layer for path, placed in merged.opt.items()} == expected
    assert len(merged.everything) == len(expected) + len(merged.replaced)
