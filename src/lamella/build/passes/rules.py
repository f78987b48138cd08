"""The rules of prune.toml."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lamella.build.globs import Globs


class Condition(StrEnum):
    """What must hold beside a rule's patterns; see conditions.py."""

    NONE = "none"
    BESIDE_SOURCE = "beside-source"
    PYTHON_SCRIPT = "python-script"
    ONLY_TESTS = "only-tests"
    DEFINES_TESTS = "defines-tests"
    NO_MODULES = "no-modules"
    NO_PACKAGE = "no-package"
    STATIC_LIBRARY = "static-library"
    OTHER_PLATFORM = "other-platform"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: Its name in the record.
        reason: What the user reads.
        patterns, exceptions: Which files it is about.
        condition: What else must hold.
        references: Whether a file stays when something that is left refers to it.
    """

    id: str
    reason: str
    patterns: Globs
    exceptions: Globs
    condition: Condition
    references: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, in order.

    Attributes:
        rules: The first one that applies decides.
        any: Their patterns together, since most files meet none.
        silent: Files that run only under tools of other stages; what they refer to is not needed for them.
    """

    rules: tuple[Rule, ...]
    any: Globs
    silent: Globs

    def about(self, path: str) -> Iterator[Rule]:
        """Give the rules that are about a path, in order."""
        if self.any.matches(path):
            for rule in self.rules:
                if rule.patterns.matches(path) and not rule.exceptions.matches(path):
                    yield rule


@cache
def rules() -> Rules:
    """Return the rules of prune.toml."""
    table = tomllib.loads(files("lamella.build.passes").joinpath("prune.toml").read_text("utf-8"))
    found = tuple(
        Rule(
            entry["id"],
            entry["reason"],
            Globs(entry["patterns"]),
            Globs(entry.get("exceptions", ())),
            Condition(entry.get("condition", "none")),
            entry.get("references", True),
        )
        for entry in table["rule"]
    )
    return Rules(found, Globs(pattern for rule in found for pattern in rule.patterns.patterns), Globs(table["silent"]))
