"""What must hold beside a prune rule's patterns."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import islice, takewhile
from typing import Final, assert_never

from lamella.build.passes.rules import Condition
from lamella.build.passes.scripts import is_python_script
from lamella.build.passes.sites import module_stem, site_of
from lamella.model.ports import Contents
from lamella.model.target import Architecture, Target
from lamella.model.tree import File, Tree

_TEST_FUNCTION: Final = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+test", re.MULTILINE)
_TEST_LIBRARIES: Final = (b"pytest", b"unittest", b"testing", b"nose")
_TEST_MODULE: Final = re.compile(r"(?:test_.*|.*_test|tests?|conftest|__init__)\.py")
_TAGGED: Final = re.compile(r"\.(?:cpython|pypy|graalpy)[\w-]*\.so")
_DOCUMENTS: Final = frozenset({"docs", "doc", "documentation"})
_EXAMPLES: Final = frozenset({"examples", "example", "_examples"})
_MACHINES: Final[Mapping[Architecture, str]] = {Architecture.X86_64: "x86_64", Architecture.ARM64: "aarch64"}


class Judge:
    """Answers conditions about files of one tree; answers about folders are remembered."""

    __slots__ = ("_contents", "_folders", "_paths", "_target", "_tree")

    def __init__(self, tree: Tree, contents: Contents) -> None:
        self._tree = tree
        self._target = tree.target
        self._contents = contents
        self._paths = tree.paths()
        self._folders: dict[tuple[str, Condition], bool] = {}

    def holds(self, condition: Condition, file: File) -> bool:
        """Whether the condition holds for a file."""
        match condition:
            case Condition.NONE:
                held = True
            case Condition.BESIDE_SOURCE:
                held = file.path.rpartition(".")[0] + ".py" in self._paths
            case Condition.PYTHON_SCRIPT:
                held = is_python_script(self._contents.read(file))
            case Condition.DEFINES_TESTS:
                source = self._contents.read(file)
                held = bool(_TEST_FUNCTION.search(source)) and any(name in source for name in _TEST_LIBRARIES)
            case Condition.ONLY_TESTS | Condition.NO_MODULES | Condition.NO_PACKAGE:
                held = self._folder(condition, file.path)
            case Condition.STATIC_LIBRARY:
                held = self._contents.read(file).startswith((b"!<arch>\n", b"!<thin>\n"))
            case Condition.OTHER_PLATFORM:
                held = _is_foreign(file.name, self._target)
            case Condition.WINDOWS:
                held = not file.name.endswith(".exe") or self._contents.read(file).startswith(b"MZ")
            case _:
                assert_never(condition)
        return held

    def _folder(self, condition: Condition, path: str) -> bool:
        folder = _outermost(path, condition)
        if folder is None:
            return False
        key = (folder, condition)
        if key not in self._folders:
            files = self._tree.files
            first = bisect_left(files, folder, key=lambda entry: entry.path)
            below = takewhile(lambda entry: entry.path.startswith(folder), islice(files, first, None))
            inside = [entry.path.removeprefix(folder) for entry in below]
            self._folders[key] = _folder_holds(condition, inside)
        return self._folders[key]


def _outermost(path: str, condition: Condition) -> str | None:
    """Return the outermost folder with a telling name, with its slash."""
    names = {
        Condition.ONLY_TESTS: frozenset({"test"}),
        Condition.NO_MODULES: _DOCUMENTS,
        Condition.NO_PACKAGE: _EXAMPLES,
    }[condition]
    site = site_of(path) or ""
    *folders, _ = path.removeprefix(site).split("/")
    for depth, folder in enumerate(folders, 1):
        if folder in names:
            return f"{site}{'/'.join(folders[:depth])}/"
    return None


def _folder_holds(condition: Condition, inside: list[str]) -> bool:
    if condition is Condition.NO_PACKAGE:
        return "__init__.py" not in inside
    modules = {path.rpartition("/")[2] for path in inside if module_stem(path.rpartition("/")[2]) is not None}
    if condition is Condition.NO_MODULES:
        # A Sphinx project that a wheel put beside its packages by mistake has its settings in conf.py.
        return modules <= {"conf.py"}
    tests = [name for name in modules if _TEST_MODULE.fullmatch(name)]
    return len(tests) == len(modules) and any(name != "__init__.py" for name in tests)


def _is_foreign(name: str, target: Target) -> bool:
    if not name.endswith(".so"):
        return True
    tagged = _TAGGED.search(name)
    if tagged is None:
        return False
    major, minor = target.python_minor
    return tagged[0] != f".cpython-{major}{minor}-{_MACHINES[target.architecture]}-linux-gnu.so"
