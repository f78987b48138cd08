"""Constants are computed as Python does, or not at all."""

import ast
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.check.code.folding import NotFoldedError, fold_call, fold_item, fold_method, fold_operation


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("base64.b64decode", ["YQ=="], (b"a", True)),
        ("bytes.fromhex", ["61"], None),
        ("builtins.bytes.fromhex", ["61"], (b"a", True)),
        ("builtins.chr", [97], ("a", True)),
        ("codecs.decode", ["nop", "rot13"], ("abc", True)),
        ("codecs.decode", [b"abc", "utf-8"], ("abc", False)),
        ("codecs.decode", [b"abc", "made-up"], None),
        ("builtins.range", [3], ((0, 1, 2), False)),
        ("builtins.range", [10**9], (None, False)),
        ("os.path.join", ["~", ".aws", "credentials"], ("~/.aws/credentials", False)),
        ("ast.literal_eval", ["[1, 2]"], ([1, 2], False)),
        ("ast.literal_eval", ["f()"], None),
        ("os.system", ["true"], None),
    ],
)
def test_named_functions(name: str, arguments: list[object], result: tuple[object, bool] | None) -> None:
    if result is None:
        with pytest.raises(NotFoldedError):
            fold_call(name, arguments, {})
    else:
        assert fold_call(name, arguments, {}) == result


@pytest.mark.parametrize(
    ("receiver", "name", "arguments", "result"),
    [
        ("", "join", [["a", "b"]], "ab"),
        ("-", "join", [("a", "b")], "a-b"),
        ("axbx", "replace", ["x", ""], "ab"),
        (b"cHJpbnQ=", "decode", ["base64"], b"print"),
        ("{}{}", "format", ["a", "b"], "ab"),
        ("abc", "translate", [{97: "x"}], "xbc"),
    ],
)
def test_methods(receiver: object, name: str, arguments: list[object], result: object) -> None:
    assert fold_method(receiver, name, arguments, {})[0] == result


BOMBS: dict[str, Callable[[], object]] = {
    "times": lambda: fold_operation(ast.Mult(), "a" * 1000, 10**9),
    "power": lambda: fold_operation(ast.Pow(), 10, 10**9),
    "shift": lambda: fold_operation(ast.LShift(), 1, 10**12),
    "width": lambda: fold_operation(ast.Mod(), "%99999999d", 1),
    "format": lambda: fold_method("{:99999999}", "format", [1], {}),
    "replace": lambda: fold_method("a" * 70_000, "replace", ["a", "b" * 70_000], {}),
    "zfill": lambda: fold_method("a", "zfill", [10**9], {}),
    "attribute": lambda: fold_item(print, "x"),
    "zlib": lambda: fold_call("zlib.decompress", [b"x\x9c"], {}),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_would_take_too_much_is_not_done(bomb: str) -> None:
    with pytest.raises(NotFoldedError):
        BOMBS[bomb]()


@given(st.text(max_size=40), st.integers(-50, 50), st.integers(-50, 50))
def test_slices_are_pythons(text: str, start: int, stop: int) -> None:
    assert fold_item(text, slice(start, stop)) == text[start:stop]
