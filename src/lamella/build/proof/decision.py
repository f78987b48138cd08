"""Decides from a trace which files of a layer stay."""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lamella.build.passes.sites import site_of
from lamella.build.proof import data
from lamella.build.proof.closure import Closure, Reason
from lamella.build.proof.ground import Ground
from lamella.build.proof.imports import Imports, read_imports
from lamella.build.proof.modules import Modules, module_of, source_path
from lamella.build.proof.rules import Stays
from lamella.model.layer import Slim
from lamella.model.tree import File

_INFO: Final = re.compile(r"[^/]+\.(?:dist|egg)-info/")
_NATIVE: Final = re.compile(r"\.so(\.[^/]+)?$|\.libs/[^/]+$")
_OWN: Final = "include"
# What the runtime itself brings; source: requirements of boto3 and awslambdaric.
_RUNTIME: Final = frozenset(
    {"awslambdaric", "boto3", "botocore", "dateutil", "jmespath", "s3transfer", "simplejson", "six", "urllib3"}
)
# Python of other minors than lamella's own has these modules too (What's New in Python 3.12, PEP 594).
_STANDARD: Final = sys.stdlib_module_names | {
    "aifc", "asynchat", "asyncore", "audioop", "cgi", "cgitb", "chunk", "compression", "crypt", "distutils", "imghdr",
    "imp", "lib2to3", "mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "pipes", "smtpd", "sndhdr", "spwd",
    "sunau", "telnetlib", "uu", "xdrlib",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """What stays of a layer.

    Attributes:
        kept: Path -> why.
        notes: What the user should know.
    """

    kept: Mapping[str, Reason]
    notes: tuple[str, ...] = ()


def decide(ground: Ground, slim: Slim) -> Decision:
    """Return what stays.

    With `Slim.TRACED` the files that were read, and those without which something would change and nobody would hear
    of it. With `Slim.COMPACT` everything but the bytecode of modules that neither ran nor are imported by ones that
    did; what those import in turn counts as far as it happens at their import.
    """
    decider = _Decider(ground, later=slim is Slim.COMPACT)
    return decider.compact() if slim is Slim.COMPACT else decider.traced()


class _Decider:
    def __init__(self, ground: Ground, *, later: bool) -> None:
        self._ground = ground
        self._files: Final = {file.path: file for file in ground.tree.files}
        self._modules: Final = Modules(self._files)
        self._notes: list[str] = []
        read = ground.read_paths()
        self._kept = {
            file.path: reason for file in ground.tree.files if (reason := self._at_once(file, read)) is not None
        }
        seen = frozenset(name for path in self._kept if self._is_read(path) and (name := module_of(path)))
        self._closure = self._closed(Closure(self._modules, self._imports, seen, later=later))

    def compact(self) -> Decision:
        stays = {path: reason for path, reason in self._kept.items() if not path.endswith(".pyc")}
        for path in self._files:
            reason = Reason(Stays.EVERY) if not path.endswith(".pyc") else self._kept.get(path)
            reason = reason or self._closure.kept.get(module_of(path) or "")
            if reason is not None:
                stays.setdefault(path, reason)
        return Decision(dict(sorted(stays.items())))

    def traced(self) -> Decision:
        for name, reason in self._closure.kept.items():
            for path in self._modules.files[name]:
                self._kept.setdefault(path, Reason(Stays.MODULE) if reason.rule is Stays.READ else reason)
        self._find_data(self._closure.kept)
        self._hold_packages(self._closure)
        return Decision(dict(sorted(self._kept.items())), tuple(self._notes))

    def _is_read(self, path: str) -> bool:
        return self._kept[path].rule is Stays.READ

    def _at_once(self, file: File, read: frozenset[str]) -> Reason | None:
        """Return why a file stays whatever else does, or `None`."""
        ground = self._ground
        site = site_of(file.path)
        tests = (
            (Reason(Stays.READ), ground.was_read(file, read)),
            (Reason(Stays.KEEP), ground.keep.matches(file.path) or ground.keep.matches(source_path(file.path))),
            (Reason(Stays.GIVEN_BACK, file.origin), file.origin in ground.evidence.given_back),
            (Reason(Stays.OWN), file.origin == _OWN),
            (Reason(Stays.ELSEWHERE), site is None),
            (Reason(Stays.METADATA), _INFO.match(file.path, len(site or "")) is not None),
            (Reason(Stays.NATIVE), ground.twin and _NATIVE.search(file.path) is not None),
        )
        return next((reason for reason, holds in tests if holds), None)

    def _closed(self, closure: Closure) -> Closure:
        for path, reason in self._kept.items():
            name = module_of(path)
            if name is not None and reason.rule is not Stays.NATIVE:
                closure.keep([name], reason)
        for place, source in sorted(self._ground.outside.items()):
            closure.ask("", read_imports(source), place)
        for name in self._modules:
            if name in _RUNTIME or name in _STANDARD:
                closure.keep([name], Reason(Stays.SHADOWS))
        closure.follow()
        return closure

    def _imports(self, name: str) -> Imports:
        source = self._source(name)
        return read_imports(self._ground.contents.read(source)) if source else Imports()

    def _source(self, name: str) -> File | None:
        return next((self._files[path] for path in self._modules.files[name] if path.endswith(".py")), None)

    def _find_data(self, modules: Iterable[str]) -> None:
        candidates = [path for path in self._files if path not in self._kept and module_of(path) is None]
        native: dict[str, list[str]] = {}
        for path, file in self._files.items():
            if _NATIVE.search(path):
                native.setdefault(file.name, []).append(path)
        sources = {
            source.path: self._ground.contents.read(source) for name in modules if (source := self._source(name))
        }
        found = data.named(sources, candidates, self._ground.tree.paths())
        stays, goes = data.affordable(found, lambda path: self._files[path].size_bytes)
        for folder, size_bytes in goes.items():
            self._notes.append(
                f"{folder}: of the data that its package finds by name, {size_bytes:,} bytes are not kept, only what"
                " tests read"
            )
        self._kept.update((path, Reason(Stays.NAMED, source)) for path, source in stays.items())
        # What is linked to native code that ran was loaded, or the loader had another copy of it.
        kept = [path for path in self._kept if _NATIVE.search(path) and not self._is_read(path)]
        linked = data.linked(kept, native, lambda path: self._ground.contents.read(self._files[path]))
        for path, by in linked.items():
            self._kept.setdefault(path, Reason(Stays.LINKED, by))

    def _hold_packages(self, closure: Closure) -> None:
        """Keep the `__init__` of every folder in which something stays, so that none becomes a namespace package."""
        for path in tuple(self._kept):
            folder = path.rpartition("/")[0]
            while folder and site_of(f"{folder}/") is not None:
                package = module_of(f"{folder}/__init__.py")
                if package is not None and self._modules.is_package(package):
                    closure.keep([package], Reason(Stays.PACKAGE, path))
                folder = folder.rpartition("/")[0]
        closure.follow()
        for name, reason in closure.kept.items():
            for path in self._modules.files[name]:
                self._kept.setdefault(path, reason)
