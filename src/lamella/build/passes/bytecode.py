"""Compiles sources to bytecode that Python uses as it is, from whatever unpacked the layer.

Unchecked-hash .pyc (PEP 552) hold no time, so neither zip's two-second, zoneless times nor fixed dates make them stale.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from lamella.build.globs import Globs
from lamella.build.passes.sites import module_stem, site_of
from lamella.build.staying import staying
from lamella.model.layer import Bytecode, Slimming
from lamella.model.passes import Change, PassRecord, PassResult, Removal
from lamella.model.ports import Compiler, Contents, NotCompiled, Source
from lamella.model.tree import REGULAR_MODE, File, Tree

NAME: Final = "bytecode"
REASONS: Final = {
    "compiled": "valid bytecode beside the source: Python neither compiles it at each cold start nor could save it",
    "sourceless": "bytecode in the place of the source",
    "source": "its bytecode stands in for it",
    "orphan": "bytecode of a source that is gone",
}


def apply(tree: Tree, contents: Contents, slimming: Slimming, compiler: Compiler | None) -> PassResult:
    """Add a .pyc for every source under `python/`, in `__pycache__` or (`Bytecode.ONLY`) in the source's place.

    A source that does not compile stays, with a note. So do, when bytecode alone is wanted, those that `staying`
    names; they get their bytecode in `__pycache__`. Without a compiler nothing changes but a note.

    Raises:
        ToolError: The compiler failed.
    """
    sources = tuple(file for file in tree.files if _is_source(file))
    if slimming.bytecode is Bytecode.OFF or not sources:
        return PassResult(tree, PassRecord(NAME))
    if compiler is None:
        runtime = tree.target.runtime
        note = (
            f"NO BYTECODE: no interpreter for {runtime} was found, so each cold start compiles {len(sources)} sources"
        )
        return PassResult(tree, PassRecord(NAME, notes=(note,)))
    answers = compiler.compile([Source(file, f"/opt/{file.path}") for file in sources], contents)
    kept: Mapping[str, str] = {}
    if slimming.bytecode is Bytecode.ONLY:
        kept = staying(sources, contents, Globs(slimming.keep))
    unit = _Unit(tree)
    for file in sources:
        answer = answers[file.path]
        if isinstance(answer, NotCompiled):
            unit.notes.append(f"{file.path} has no bytecode: {answer.reason}")
        elif slimming.bytecode is Bytecode.ONLY and file.path not in kept:
            unit.put_in_place(file, answer)
        else:
            unit.put_beside(file, answer)
    unit.notes += _summary(kept)
    return unit.result()


class _Unit:
    """The tree while bytecode is put into it."""

    def __init__(self, tree: Tree) -> None:
        self.notes: list[str] = []
        self._tree = tree
        self._files = {file.path: file for file in tree.files}
        self._removed: list[Removal] = []
        self._changed: list[Change] = []
        self._contents: dict[str, bytes] = {}
        minor = tree.target.python_minor
        self._tag = f"cpython-{minor[0]}{minor[1]}"

    def put_beside(self, source: File, bytecode: bytes) -> None:
        self._put(source, self._cached(source), bytecode, "compiled")

    def put_in_place(self, source: File, bytecode: bytes) -> None:
        self._take(source.path, "source")
        self._take(self._cached(source), "orphan")
        self._put(source, source.path + "c", bytecode, "sourceless")

    def result(self) -> PassResult:
        rules = {removal.rule for removal in self._removed} | {change.rule for change in self._changed}
        reasons = {rule: REASONS[rule] for rule in sorted(rules)}
        record = PassRecord(NAME, tuple(self._removed), tuple(self._changed), reasons, tuple(self.notes))
        return PassResult(Tree.of(self._tree.target, self._files.values()), record, self._contents)

    def _cached(self, source: File) -> str:
        folder, slash, name = source.path.rpartition("/")
        return f"{folder}{slash}__pycache__/{name.removesuffix('.py')}.{self._tag}.pyc"

    def _take(self, path: str, rule: str) -> None:
        file = self._files.pop(path, None)
        if file is not None:
            self._removed.append(Removal(path, file.size_bytes, rule))

    def _put(self, source: File, path: str, bytecode: bytes, rule: str) -> None:
        before = self._files.get(path)
        digest = hashlib.sha256(bytecode).hexdigest()
        self._contents[digest] = bytecode
        self._files[path] = replace(
            source,
            path=path,
            size_bytes=len(bytecode),
            sha256=digest,
            mode=REGULAR_MODE,
            source_sha256=source.sha256,
        )
        self._changed.append(Change(path, before.size_bytes if before else 0, len(bytecode), rule))


def _is_source(file: File) -> bool:
    """Whether it can be imported; a dot in the stem makes that impossible."""
    return file.name.endswith(".py") and site_of(file.path) is not None and module_stem(file.name) == file.name[:-3]


def _summary(kept: Mapping[str, str]) -> Iterable[str]:
    by_reason: dict[str, list[str]] = {}
    for path, reason in kept.items():
        by_reason.setdefault(reason, []).append(path)
    for reason, paths in by_reason.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        yield f"{paths[0]}{more}: source kept ({reason})"
