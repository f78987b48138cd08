"""Which imports of the init no event used: candidates for lazy import, not proofs.

A module counts as used when, after the init and until the last event's answer, code of it ran, a native function of
it was called from Python, or an attribute of it was read through the module object. With a module its parent packages
are used. A native module, whose calls from other native code nobody sees, counts as used with any module of its folder.

What this cannot see: names that the init took out of a module (base classes, decorators, constants), a second module
that imports the same one a moment later, effects of the import itself (registration, patching), and events that were
not run.
"""

import posixpath
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lamella.profile.import_tree import Imported, walk

_CHANGEABLE = ("/opt/", "/var/task/")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run with the usage probe saw.

    Attributes:
        files: File of each module that was loaded at the end of the init, as the sandbox sees it; empty for modules
            without one.
        used: Modules that events used, parents not yet counted.
    """

    files: Mapping[str, str]
    used: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An import that could wait: neither the module nor anything first imported by it was used.

    Attributes:
        module: What is imported.
        importer: The module that imported it first.
        modules: How many modules it brings, itself included.
        cumulative_us: Microseconds of the init.
    """

    module: str
    importer: str
    modules: int
    cumulative_us: int


def used_modules(usage: Usage) -> frozenset[str]:
    """Return the used modules, with their parents and the native modules beside them."""
    direct = usage.used & usage.files.keys()
    folders = {posixpath.dirname(usage.files[module]) for module in direct if _in_package(module, usage.files[module])}
    native = {
        module
        for module, file in usage.files.items()
        if file.endswith(".so") and _in_package(module, file) and posixpath.dirname(file) in folders
    }
    return frozenset(_with_parents(direct | native))


def candidates(handler: Imported, usage: Usage) -> tuple[Candidate, ...]:
    """Return the largest unused subtrees below the handler's module, the slowest first.

    What the standard library imports for itself is left out: nobody can put that off.

    Args:
        handler: The import of the handler's module.
        usage: What events used.
    """
    used = used_modules(usage)
    found: list[Candidate] = []
    waiting = [handler]
    while waiting:
        importer = waiting.pop()
        for child in importer.children:
            names = {each.module for each, _ in walk((child,))}
            if names & used:
                waiting.append(child)
            # An import that failed left no module: there is nothing to put off.
            elif child.module in usage.files and usage.files.get(importer.module, "").startswith(_CHANGEABLE):
                found.append(Candidate(child.module, importer.module, len(names), child.cumulative_us))
    return tuple(sorted(found, key=lambda each: (-each.cumulative_us, each.module)))


def _in_package(module: str, file: str) -> bool:
    # Top-level modules share a folder with every other package.
    return "." in module or posixpath.basename(file).startswith("__init__.")


def _with_parents(modules: Collection[str]) -> Iterable[str]:
    for module in modules:
        while module:
            yield module
            module = module.rpartition(".")[0]  # noqa: PLW2901 - climbs from a module to its parents
