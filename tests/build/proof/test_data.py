"""Libraries of the layer that native code is linked to."""

from importlib.util import find_spec
from pathlib import Path

from lamella.build.proof.data import linked


def native() -> bytes:
    spec = find_spec("msgspec._core")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_bytes()


def test_libraries_and_what_they_need_in_turn() -> None:
    contents = {"python/a.so": native(), "python/a.libs/libc.so.6": native(), "python/b.libs/libc.so.6": b""}
    names = {"libc.so.6": ["python/a.libs/libc.so.6", "python/b.libs/libc.so.6"], "a.so": ["python/a.so"]}
    assert linked(["python/a.so"], names, contents.__getitem__) == {
        "python/a.libs/libc.so.6": "python/a.so",
        "python/b.libs/libc.so.6": "python/a.so",
    }


def test_nothing_else_is_linked() -> None:
    assert linked(["python/a.so"], {"libz.so.9": ["python/z.so"]}, {"python/a.so": native()}.__getitem__) == {}
