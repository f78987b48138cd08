"""Globs over paths relative to /opt.

`*` and `?` stay within one part of a path, `**` as a whole part stands for any number of parts, also none;
`[abc]`, `[a-z]` and `[!a]` match one character. Case counts. A trailing slash means everything below. A pattern is
anchored at /opt: `*.md` names files directly in it, `**/*.md` files anywhere.
"""

import re
from collections.abc import Iterable
from typing import Final

from lamella.errors import ConfigError

_SPECIAL: Final = frozenset("*?[")
_NEVER: Final = re.compile(r"(?!)")


class Globs:
    """Patterns compiled once; most patterns become set look-ups, since thousands of paths meet them.

    Attributes:
        patterns: As given.

    Raises:
        ConfigError: A pattern is empty, or leaves /opt.
    """

    __slots__ = ("_below", "_names", "_suffixes", "_whole", "patterns")

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns: Final = tuple(patterns)
        suffixes: list[str] = []
        names: list[str] = []
        below: list[str] = []
        whole: list[str] = []
        for pattern in self.patterns:
            parts = _parts(pattern)
            match parts:
                case ["**", name] if name[:2] == "*." and not _SPECIAL & set(name[1:]):
                    suffixes.append(name[1:])
                case ["**", name] if name != "**":
                    names.append(_part(name))
                case ["**", folder, "**"] if not _SPECIAL & set(folder):
                    below.append(folder)
                case _:
                    whole.append(_path(parts))
        self._suffixes: Final = tuple(suffixes)
        self._names: Final = _any_of(names)
        self._below: Final = frozenset(below)
        self._whole: Final = _any_of(whole)

    def matches(self, path: str) -> bool:
        """Whether a pattern matches the whole path."""
        if self._suffixes and path.endswith(self._suffixes):
            return True
        folder, _, name = path.rpartition("/")
        return (
            self._names.fullmatch(name) is not None
            or (bool(self._below) and not self._below.isdisjoint(folder.split("/")))
            or self._whole.fullmatch(path) is not None
        )

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def __repr__(self) -> str:
        return f"Globs({self.patterns!r})"


def _parts(pattern: str) -> list[str]:
    text = pattern.removeprefix("./").removeprefix("/")
    if text.endswith("/"):
        text += "**"
    parts: list[str] = []
    for part in text.split("/"):
        if part in {"", ".", ".."} or "\0" in part:
            raise ConfigError(
                f"`{pattern}` is not a glob",
                why="it is empty, or it has an empty part, `.` or `..`",
                hint="write a path relative to /opt, such as python/pandas/tests/**",
            )
        if part != "**" or parts[-1:] != ["**"]:
            parts.append(part)
    return parts


def _path(parts: list[str]) -> str:
    *folders, last = parts
    head = "".join("(?:[^/]+/)*" if part == "**" else _part(part) + "/" for part in folders)
    return head + (".+" if last == "**" else _part(last))


def _part(part: str) -> str:
    pieces = []
    position = 0
    while position < len(part):
        character = part[position]
        position += 1
        if character == "*":
            while part[position : position + 1] == "*":
                position += 1
            pieces.append("[^/]*")
        elif character == "?":
            pieces.append("[^/]")
        elif character == "[" and (end := part.find("]", position + 1 + (part[position : position + 1] == "!"))) > 0:
            pieces.append(_class(part[position:end]))
            position = end + 1
        else:
            pieces.append(re.escape(character))
    return "".join(pieces)


def _class(inside: str) -> str:
    negated = inside.startswith("!")
    listed = re.sub(r"([\\^\[\]&~|])", r"\\\1", inside[negated:])
    source = f"(?!/)[{'^' if negated else ''}{listed}]"
    try:
        re.compile(source)
    except re.error as error:
        raise ConfigError(
            f"`[{inside}]` in a glob is not a set of characters",
            why=str(error),
            hint="write a range from low to high, such as [0-9]",
        ) from error
    return source


def _any_of(sources: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{source})" for source in sources), re.DOTALL) if sources else _NEVER
