"""What a build took out of a layer, told by its manifest, and the `keep` lines that bring it back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lamella.archive import python_path
from lamella.archive.modules import modules_of
from lamella.archive.python_path import Minor

_PACKAGE_FILE = "__init__"


@dataclass(frozen=True, slots=True)
class Why:
    """The pass and the rule that took a file out, with the rule's reason."""

    by: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Removals:
    """Files that were removed and are not in the archive.

    Attributes:
        why: By path relative to /opt. Bytecode beside a source is left out: its absence changes no answer.
        minor: Of the target's Python.
    """

    why: Mapping[str, Why]
    minor: Minor

    @cached_property
    def modules(self) -> dict[str, str]:
        """Dotted name -> path of the modules that were removed."""
        return modules_of(self.why, self.minor)

    def of_module(self, name: str) -> str | None:
        """Return the removed file that was the module, or `None`."""
        return self.modules.get(name)

    def in_folder(self, name: str) -> tuple[str, ...]:
        """Return the removed files of a folder that was a package without `__init__`, sorted."""
        place = name.replace(".", "/")
        return tuple(sorted(path for path in self.why if path.startswith(f"{python_path.root_of(path)}/{place}/")))

    def among(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return the given paths that were removed, sorted."""
        return tuple(sorted(self.why.keys() & set(paths)))


def removals(manifest: Mapping[str, Any], present: Iterable[str], minor: Minor) -> Removals:
    """Read what was removed from a manifest.

    Args:
        manifest: The document, see docs/manifest.md; what is not as described there is passed over.
        present: Paths in the archive.
        minor: Of the target's Python.
    """
    there = set(present)
    modules = modules_of(there, minor)
    found: dict[str, Why] = {}
    for each in _tables(manifest.get("passes")):
        for rule in _tables(each.get("rules")):
            why = Why(str(each.get("pass", "")), str(rule.get("rule", "")), str(rule.get("reason", "")))
            for removed in _tables(rule.get("removed")):
                path = removed.get("path")
                if isinstance(path, str) and path not in there and "/__pycache__/" not in path:
                    found[path] = why
    gone = modules_of(found, minor)
    # A source that bytecode stands in for is no module that went.
    replaced = {path for name, path in gone.items() if name in modules}
    return Removals({path: why for path, why in sorted(found.items()) if path not in replaced}, minor)


def keep_line(paths: Iterable[str]) -> str:
    """Return the line of lamella.toml that keeps the files; a package's `__init__` stands for the whole package."""
    globs = []
    for path in paths:
        folder, _, name = path.rpartition("/")
        whole = name.partition(".")[0] == _PACKAGE_FILE and python_path.root_of(path) != folder
        globs.append(f"{folder}/**" if whole else path)
    listed = ", ".join(json.dumps(each, ensure_ascii=False) for each in dict.fromkeys(globs))
    return f"keep = [{listed}]"


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
