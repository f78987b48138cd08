"""Bytecode moved over its source is what the bytecode pass would have put there."""

from collections.abc import Mapping, Sequence

from lamella.build.globs import Globs
from lamella.build.passes import bytecode, sourceless
from lamella.model.layer import Bytecode, Slimming
from lamella.model.ports import Contents, NotCompiled, Source
from units import removed, unit

FILES = {
    "python/p/__init__.py": "",
    "python/p/a.py": "x = 1",
    "python/p/reads.py": "import inspect\ninspect.getsource(f)",
    "python/m.py": "def f(): pass",
    "python/broken.py": "def",
    "python/data.txt": "x",
}


class Compiler:
    identity = "cpython-3.12.7"

    def compile(self, sources: Sequence[Source], contents: Contents) -> Mapping[str, bytes | NotCompiled]:
        return {
            each.file.path: NotCompiled("no")
            if each.file.path == "python/broken.py"
            else b"pyc" + contents.read(each.file)
            for each in sources
        }


def test_it_gives_what_compiling_gives() -> None:
    source = unit(FILES)
    wanted = bytecode.apply(source.tree, source, Slimming(bytecode=Bytecode.ONLY), Compiler())
    beside = source.after(bytecode.apply(source.tree, source, Slimming(), Compiler()))
    result = sourceless.apply(beside.tree, beside, Globs([]))
    assert result.tree == wanted.tree


def test_sources_that_are_needed_stay_and_that_is_said() -> None:
    source = unit({**FILES, "python/q/__init__.py": "", "python/q/b.py": ""})
    beside = source.after(bytecode.apply(source.tree, source, Slimming(), Compiler()))
    result = sourceless.apply(beside.tree, beside, Globs(["python/q/b.py"]))
    assert removed(result) == {"python/m.py": "source", "python/q/__init__.py": "source"}
    assert "python/q/__pycache__/b.cpython-312.pyc" in result.tree.paths()
    assert any(note.startswith("python/q/b.py: source kept") for note in result.record.notes)
