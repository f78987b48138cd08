"""Reads TOML text, with file, line and column in its errors."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from lamella.errors import ConfigError

PYPROJECT = "pyproject.toml"
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration file as read.

    Attributes:
        path: Absolute.
        shown: The path as errors and `config show` name it.
        content: Its bytes.
    """

    path: Path
    shown: str
    content: bytes

    @property
    def section(self) -> tuple[str, ...]:
        """The keys that lead to lamella's table."""
        return ("tool", "lamella") if self.path.name == PYPROJECT else ()


def read_table(file: ConfigFile) -> object | None:
    """Return lamella's table; `None` when a pyproject.toml has none.

    Raises:
        ConfigError: The file is not UTF-8 or not TOML.
    """
    found: object = parse(file.shown, file.content)
    for key in file.section:
        if not isinstance(found, dict) or key not in found:
            return None
        found = found[key]
    return found


def parse(shown: str, content: bytes) -> dict[str, object]:
    """Parse a TOML document; `shown` names it in errors.

    Raises:
        ConfigError: The content is not UTF-8 or not TOML; it says where.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            f"{shown}:{line} is not UTF-8",
            why=f"byte {error.start} cannot be decoded",
            hint="save the file as UTF-8",
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(shown, text, str(error)) from error
    except (ValueError, RecursionError) as error:
        # tomllib lets these through for numbers of thousands of digits and for brackets thousands deep.
        raise ConfigError(
            f"{shown} cannot be read as TOML", why="a number is too long, or brackets are too deep"
        ) from error


def _syntax_error(shown: str, text: str, message: str) -> ConfigError:
    lines = text.splitlines() or [""]
    position = _POSITION.search(message)
    line, column = len(lines), len(lines[-1]) + 1
    if position and position[1]:
        line, column = int(position[1]), int(position[2])
    excerpt = lines[line - 1] if line <= len(lines) else ""
    caret = " " * (column - 1) + "^"
    return ConfigError(
        f"{shown}:{line}:{column} is not TOML: {_POSITION.sub('', message)}",
        why=f"{excerpt}\n{caret}",
        hint="text values stand in quotes, tables in [brackets]",
    )
