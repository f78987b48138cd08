"""How much of what is in /opt has bytecode that Python uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lamella.archive import pyc, python_path
from lamella.archive.merge import Merged, Placed
from lamella.archive.pyc import State
from lamella.archive.python_path import Minor


@dataclass(frozen=True, slots=True)
class Compiled:
    """A .pyc in /opt, from layer number `layer`, and its state."""

    path: str
    layer: int
    state: State


@dataclass(frozen=True, slots=True)
class Bytecode:
    """All .pyc files, and how many modules they serve.

    Attributes:
        files: Every .pyc, by path.
        modules: Python modules that have a source or are sourceless.
        usable: Of these, how many have bytecode that is used as it is.
        fragile: How many have bytecode only as long as the unpacker restores exact times.
    """

    files: tuple[Compiled, ...]
    modules: int
    usable: int
    fragile: int


def bytecode(merged: Merged, minor: Minor | None, roots: Sequence[str]) -> Bytecode:
    """Judge every .pyc in /opt."""
    carried = {(each.layer, each.path): each.file.sha256 for each in merged.everything if each.path.endswith(".py")}
    files: list[Compiled] = []
    served: dict[str, set[State]] = {}
    for path, placed in merged.opt.items():
        if path.endswith(".py") and _importable(path, minor, roots):
            served.setdefault(path, set())
        if not path.endswith(".pyc"):
            continue
        source_path = pyc.source_of(path) or path[:-1]
        source = merged.opt.get(source_path)
        state = pyc.judge(path, placed.file.head, _source(source, placed, carried), minor)
        files.append(Compiled(path, placed.layer, state))
        is_module = source is not None or state is State.SOURCELESS
        if is_module and _importable(source_path, minor, roots):
            served.setdefault(source_path, set()).add(state)
    usable = sum(any(state.usable for state in states) for states in served.values())
    fragile = sum(State.FRAGILE in states and not any(s.usable for s in states) for states in served.values())
    return Bytecode(tuple(files), len(served), usable, fragile)


def _source(source: Placed | None, compiled: Placed, carried: Mapping[tuple[int, str], str]) -> pyc.Source | None:
    if source is None:
        return None
    own = carried.get((compiled.layer, source.path)) == source.file.sha256
    return pyc.Source(source.file.entry.modified_s, source.file.entry.size_bytes, own)


def _importable(path: str, minor: Minor | None, roots: Sequence[str]) -> bool:
    found = python_path.below(path, roots)
    return found is not None and python_path.module_of(found[1], minor) is not None
