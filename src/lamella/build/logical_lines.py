"""Splits Python source into logical lines, without parsing it.

What stays in a layer must not depend on which Python runs lamella, and `ast` knows only the syntax of its own version.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_LONG: Final = r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)' + r"|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)"
_SHORT: Final = r'"(?:[^"\\\n]|\\.)*+"' + r"|'(?:[^'\\\n]|\\.)*+'"
_TOKEN: Final = re.compile(
    rf"(?P<prefix>[rRbBuUfFtT]{{0,2}})(?P<string>{_LONG}|{_SHORT})"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<skipped>#[^\n]*|\\\r?\n)|(?P<newline>\n)",
    re.DOTALL,
)
_FIELD: Final = re.compile(r"\{[^{}]*\}")
_TAB_COLUMNS: Final = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line.

    Attributes:
        number: Of its first physical line, counted from 1.
        indent: In columns.
        code: Without comments; each string literal is `""`, a formatted one followed by its fields (`""{name}`).
        literals: The strings, without prefix, quotes and fields.
    """

    number: int
    indent: int
    code: str
    literals: tuple[str, ...]


def logical_lines(source: bytes) -> list[Line]:
    """Return the lines that hold code or strings; characters outside of ASCII come out as Latin-1.

    Args:
        source: Any bytes; what is no Python gives lines of little use.
    """
    return list(_lines(source.decode("latin-1")))


def _lines(text: str) -> Iterator[Line]:
    code: list[str] = []
    literals: list[str] = []
    number = now = 1
    depth = at = 0
    for token in _TOKEN.finditer(text):
        code.append(text[at : token.start()])
        at = token.end()
        match token.lastgroup:
            case "string":
                literal, fields = _literal(token["prefix"], token["string"])
                code.append('""' + fields)
                literals.append(literal)
            case "open" | "close":
                depth = max(depth + (1 if token.lastgroup == "open" else -1), 0)
                code.append(token[0])
            case "newline" if depth == 0:
                yield from _line(number, code, literals)
                code, literals, number = [], [], now + 1
            case _:
                code.append(" ")
        now += token[0].count("\n")
    code.append(text[at:])
    yield from _line(number, code, literals)


def _line(number: int, code: Sequence[str], literals: Sequence[str]) -> Iterator[Line]:
    whole = "".join(code).expandtabs(_TAB_COLUMNS)
    stripped = whole.strip()
    if stripped:
        yield Line(number, len(whole) - len(whole.lstrip()), stripped, tuple(literals))


def _literal(prefix: str, string: str) -> tuple[str, str]:
    """Return the text of a literal, and the fields that it formats."""
    quotes = 3 if string.startswith(('"""', "'''")) else 1
    inside = string[quotes : max(len(string) - quotes, quotes)]
    if not set(prefix) & set("fFtT"):
        return inside, ""
    return _FIELD.sub("", inside), "".join(_FIELD.findall(inside))
