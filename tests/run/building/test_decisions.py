"""Kept decisions are the ones that would be made."""

from dataclasses import replace
from pathlib import Path

import pytest

from lamella.build.globs import Globs
from lamella.build.proof.decision import decide
from lamella.build.proof.ground import Ground
from lamella.model.evidence import Evidence
from lamella.model.layer import Slim
from lamella.model.tree import File
from lamella.run.building.decisions import decided
from units import Unit, unit

FILES = {"python/p/__init__.py": "", "python/p/a.py": "def f():\n    import p.b", "python/p/b.py": ""}


class Silent(Unit):
    """A unit whose contents nobody may read."""

    def read(self, file: File) -> bytes:
        raise AssertionError(file.path)


def ground(made: Unit, *read: str) -> Ground:
    return Ground(made.tree, made, Evidence(read, (), "", ""), Globs([]))


def test_the_second_time_nothing_is_read(tmp_path: Path) -> None:
    layer = unit(FILES)
    first = decided(ground(layer, "python/p/a.py"), Slim.TRACED, tmp_path)
    silent = Silent(layer.tree, layer.by_digest)
    assert decided(ground(silent, "python/p/a.py"), Slim.TRACED, tmp_path) == first
    assert first == decide(ground(layer, "python/p/a.py"), Slim.TRACED)


BASE = ground(unit(FILES), "python/p/a.py")


@pytest.mark.parametrize(
    ("other", "slim"),
    [
        (BASE, Slim.COMPACT),
        (replace(BASE, evidence=replace(BASE.evidence, files=("python/p/b.py",))), Slim.TRACED),
        (replace(BASE, evidence=replace(BASE.evidence, given_back=("x==1",))), Slim.TRACED),
        (replace(BASE, keep=Globs(["python/p/b.py"])), Slim.TRACED),
        (replace(BASE, outside={"fn": b"try:\n    import p.b\nexcept ImportError:\n    pass"}), Slim.TRACED),
    ],
)
def test_another_ground_is_another_decision(tmp_path: Path, other: Ground, slim: Slim) -> None:
    first = decided(BASE, Slim.TRACED, tmp_path)
    assert decided(other, slim, tmp_path) == decide(other, slim)
    assert decided(other, slim, tmp_path) != first


@pytest.mark.parametrize("content", [b"", b"\x00", b"text"])
def test_a_damaged_entry_is_made_anew(tmp_path: Path, content: bytes) -> None:
    first = decided(BASE, Slim.TRACED, tmp_path)
    (entry,) = (path for path in tmp_path.rglob("*") if path.is_file())
    entry.write_bytes(content)
    assert decided(BASE, Slim.TRACED, tmp_path) == first
    assert entry.read_bytes() != content
