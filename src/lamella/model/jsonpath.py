"""A small part of JSONPath (RFC 9535): `$`, `.name`, `["name"]`, `[0]`, `[-1]`; exactly one place, no search."""

import json
import re
from dataclasses import dataclass
from typing import Any

from lamella.errors import ConfigError

Step = str | int
# RFC 9535, section 2.5.1: the shorthand for names, and the quoted form with double or single quotes.
_STEP = re.compile(
    r"""
    \.(?P<short>[A-Za-z_\u0080-\U0010FFFF][A-Za-z0-9_\u0080-\U0010FFFF]*)
    | \[\s*(?P<index>0|-?[1-9][0-9]{0,8})\s*\]
    | \[\s*"(?P<double>(?:[^"\\]|\\.)*)"\s*\]
    | \[\s*'(?P<single>(?:[^'\\]|\\.)*)'\s*\]
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is at the path; `where` is the part of the path up to the step that failed."""

    where: str


@dataclass(frozen=True, slots=True)
class JsonPath:
    """A path to one place in a JSON value: names of members and indexes of elements."""

    text: str
    steps: tuple[Step, ...]

    def find(self, value: Any) -> Any | Missing:  # noqa: ANN401 - any JSON value
        """Return what is at the path."""
        for position, step in enumerate(self.steps):
            match value, step:
                case dict(), str() if step in value:
                    value = value[step]
                case list(), int() if -len(value) <= step < len(value):
                    value = value[step]
                case _:
                    return Missing(shown(self.steps[: position + 1]))
        return value


def parse(text: str) -> JsonPath:
    """Read a path such as `$.body.items[0]["a key"]`.

    Raises:
        ConfigError: It is no path, or uses a part of JSONPath that could match several places.
    """
    steps: list[Step] = []
    at = 1
    while text.startswith("$") and at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            break
        steps.append(_step(found, text))
        at = found.end()
    if not text.startswith("$") or at != len(text):
        rest = text[at:] if text.startswith("$") else text
        raise ConfigError(
            f"`{text}` is not a JSON path that lamella understands",
            why=f"at `{rest}`",
            hint='use $, .name, ["name"] and [0] only: one place; wildcards, slices, filters and `..` are left out',
        )
    return JsonPath(text, tuple(steps))


def shown(steps: tuple[Step, ...]) -> str:
    """Return steps as a path."""
    parts = (
        f"[{step}]" if isinstance(step, int) else f".{step}" if step.isidentifier() else f"[{json.dumps(step)}]"
        for step in steps
    )
    return "$" + "".join(parts)


def _step(found: re.Match[str], text: str) -> Step:
    if found["index"] is not None:
        return int(found["index"])
    if found["short"] is not None:
        return found["short"]
    quoted = found["double"]
    if quoted is None:
        quoted = found["single"].replace("\\'", "'").replace('"', '\\"')
    try:
        name: str = json.loads(f'"{quoted}"')
    except ValueError as error:
        raise ConfigError(f"`{text}` is not a JSON path", why=f"{found.group()}: {error}") from error
    return name
