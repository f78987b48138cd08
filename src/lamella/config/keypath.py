"""A key of a configuration file, and the errors that name it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from lamella.config.closest import did_you_mean
from lamella.config.origin import Default, InFile, Origin
from lamella.errors import ConfigError
from lamella.model.redaction import credentials_redacted

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHOWN_CHARACTERS = 80
_INTEGER_BITS = 64


@dataclass(frozen=True, slots=True)
class KeyPath:
    """Where a value stands.

    Attributes:
        place: What the user knows it by: a file, an environment variable, a flag.
        parts: Keys and positions inside a file; empty for a variable or a flag.
        file: Absolute path when the place is a file.
    """

    place: str
    parts: tuple[str | int, ...] = ()
    file: Path | None = None

    def at(self, *parts: str | int) -> "KeyPath":
        """Return the path of a key or position below this one."""
        return replace(self, parts=self.parts + parts)

    @property
    def key(self) -> str:
        """The path in TOML's notation: `layers.data.include[0].to`."""
        text = ""
        for part in self.parts:
            match part:
                case int():
                    text += f"[{part}]"
                case str():
                    text += ("." if text else "") + (part if _BARE_KEY.fullmatch(part) else json.dumps(part))
        return text

    @property
    def origin(self) -> Origin:
        """Where a value that stands here came from."""
        return InFile(self.file, self.key) if self.file else Default()

    def __str__(self) -> str:
        return f"{self.place}: {self.key}" if self.parts else self.place

    def wrong(self, found: object, allowed: str, *, because: str = "", hint: str = "") -> ConfigError:
        """Return the error for a value that is not allowed."""
        reason = f": {because}" if because else ""
        return ConfigError(f"{self} is wrong", why=f"found: {described(found)}{reason}\nallowed: {allowed}", hint=hint)

    def unknown(self, found: object, known: Iterable[str]) -> ConfigError:
        """Return the error for a key that means nothing."""
        known = tuple(known)
        above = replace(self, parts=self.parts[:-1]).key
        return ConfigError(
            f"{self} is not a known key",
            why=f"found: {described(found)}\nallowed {f'in {above}' if above else 'here'}: {', '.join(known)}",
            hint=did_you_mean(str(self.parts[-1]), known),
        )

    def missing(self, allowed: str, *, hint: str = "") -> ConfigError:
        """Return the error for a key that must be there."""
        return ConfigError(f"{self} is missing", why=f"allowed: {allowed}", hint=hint)


def described(value: object) -> str:
    """Return a TOML value and its type in words, shortened, without credentials."""
    match value:
        case bool():
            text, kind = str(value).lower(), "a boolean"
        case str():
            text, kind = _shortened(json.dumps(without_credentials(value), ensure_ascii=False)), "a string"
        case int():
            text, kind = str(value) if value.bit_length() <= _INTEGER_BITS else "beyond 64 bits", "an integer"
        case float():
            text, kind = str(value), "a number with a fraction"
        case list():
            text, kind = f"{len(value)} values" if value else "[]", "a list"
        case dict():
            text, kind = f"{{{_shortened(', '.join(value))}}}", "a table"
        case _:
            text, kind = str(value), f"a {type(value).__name__}"
    return f"{text} ({kind})"


def without_credentials(text: str) -> str:
    """Return the text with user names and passwords in addresses replaced by `***`."""
    return credentials_redacted(text, mark="***@")


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 3]}..."
