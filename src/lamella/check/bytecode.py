"""Reads marshalled code objects without unmarshalling them: an own parser of the format, which only compares.

`marshal.loads` trusts its input, so hostile bytecode could crash or take over the process. Source of the format:
CPython's Python/marshal.c, 3.10 to 3.14.
"""

import struct
from dataclasses import dataclass, field
from typing import Any, Final

HEADER_BYTES: Final = 16
_FLAG_REF: Final = 0x80
_MOST_OBJECTS: Final = 2_000_000
_MOST_DEPTH: Final = 400


class BadMarshalError(ValueError):
    """The bytes are no marshalled code of a version that is known."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code object; everything that decides what it does, its file name left out.

    Attributes:
        facts: Counts, flags and tables, in the format's order.
        code: Bytecode.
        consts, names: As in Python.
    """

    facts: tuple[Any, ...]
    code: Any
    consts: Any
    names: Any


@dataclass(slots=True)
class _Reader:
    data: bytes
    minor: tuple[int, int]
    at: int = 0
    refs: list[Any] = field(default_factory=list)
    objects: int = 0

    def take(self, count: int) -> bytes:
        end = self.at + count
        if count < 0 or end > len(self.data):
            raise BadMarshalError("cut short")
        found = self.data[self.at : end]
        self.at = end
        return found

    def int32(self) -> int:
        return int.from_bytes(self.take(4), "little", signed=True)


_SINGLE: Final[dict[str, object]] = {"N": None, "T": True, "F": False, ".": ..., "S": StopIteration, "0": None}


def read_code(data: bytes, minor: tuple[int, int]) -> Code:
    """Return the code of a module from what follows a .pyc's header.

    Raises:
        BadMarshalError: It is not marshalled code, or larger than any module's.
    """
    reader = _Reader(data, minor)
    try:
        found = _object(reader, 0)
    except (struct.error, IndexError, UnicodeDecodeError, OverflowError) as error:
        raise BadMarshalError(str(error)) from error
    if not isinstance(found, Code):
        raise BadMarshalError("no code object")
    return found


def same(one: Code, other: Code) -> bool:
    """Whether two code objects do the same, wherever their sources lay."""
    return repr(one) == repr(other)


def same_words(one: Code, other: Code) -> bool:
    """Whether two code objects hold the same names and constants, in the same order, all the way down."""
    return repr(_words(one)) == repr(_words(other))


def _words(value: Any) -> Any:  # noqa: ANN401 - what a constant is
    match value:
        case Code():
            return (_words(value.consts), value.names)
        case tuple():
            return tuple(_words(each) for each in value)
        case _:
            return value


def names_in(code: Code) -> frozenset[str]:
    """Return every name and text of a module's code, for what can be said of bytecode without a source."""
    found: set[str] = set()
    pending: list[Any] = [code]
    while pending:
        each = pending.pop()
        match each:
            case Code():
                pending += [each.consts, each.names]
            case tuple() | list() | frozenset() | set():
                pending += each
            case str():
                found.add(each[:200])
            case _:
                pass
    return frozenset(found)


def _object(reader: _Reader, depth: int) -> Any:  # noqa: ANN401, C901, PLR0912 - one case a type of the format
    reader.objects += 1
    if reader.objects > _MOST_OBJECTS or depth > _MOST_DEPTH:
        raise BadMarshalError("too large or nested too deep")
    byte = reader.take(1)[0]
    kind, is_ref = chr(byte & ~_FLAG_REF), bool(byte & _FLAG_REF)
    if kind in _SINGLE:
        return _SINGLE[kind]
    if kind == "r":
        return reader.refs[reader.int32()]
    place = -1
    if is_ref:
        place = len(reader.refs)
        reader.refs.append(None)
    match kind:
        case "i":
            made: Any = reader.int32()
        case "l":
            made = _long(reader)
        case "g":
            made = struct.unpack("<d", reader.take(8))[0]
        case "y":
            made = complex(*struct.unpack("<dd", reader.take(16)))
        case "f":
            made = reader.take(reader.take(1)[0]).decode("ascii")
        case "s":
            made = reader.take(reader.int32())
        case "u" | "t":
            made = reader.take(reader.int32()).decode("utf-8", "surrogatepass")
        case "a" | "A":
            made = reader.take(reader.int32()).decode("latin-1")
        case "z" | "Z":
            made = reader.take(reader.take(1)[0]).decode("latin-1")
        case ")":
            made = tuple(_object(reader, depth + 1) for _ in range(reader.take(1)[0]))
        case "(":
            made = tuple(_object(reader, depth + 1) for _ in range(_count(reader)))
        case "[":
            made = [_object(reader, depth + 1) for _ in range(_count(reader))]
        case "<" | ">":
            made = ("a set", *sorted((_object(reader, depth + 1) for _ in range(_count(reader))), key=repr))
        case ":":
            made = ("a slice", *(_object(reader, depth + 1) for _ in range(3)))
        case "c":
            made = _code(reader, depth + 1)
        case _:
            raise BadMarshalError(f"type {kind!r}")
    if place >= 0:
        reader.refs[place] = made
    return made


def _count(reader: _Reader) -> int:
    count = reader.int32()
    if not 0 <= count <= len(reader.data) - reader.at:
        raise BadMarshalError("a size that does not fit")
    return count


def _long(reader: _Reader) -> int:
    size = reader.int32()
    digits = [int.from_bytes(reader.take(2), "little") for _ in range(min(abs(size), 100_000))]
    number = sum(digit << (15 * position) for position, digit in enumerate(digits))
    return -number if size < 0 else number


def _code(reader: _Reader, depth: int) -> Code:
    if reader.minor >= (3, 11):
        numbers = tuple(reader.int32() for _ in range(5))
        code, consts, names = (_object(reader, depth) for _ in range(3))
        locals_, kinds = (_object(reader, depth) for _ in range(2))
        _object(reader, depth)  # the file name
        name, qualified = (_object(reader, depth) for _ in range(2))
        first = reader.int32()
        lines, exceptions = (_object(reader, depth) for _ in range(2))
        return Code((*numbers, locals_, kinds, name, qualified, first, lines, exceptions), code, consts, names)
    numbers = tuple(reader.int32() for _ in range(6))
    code, consts, names = (_object(reader, depth) for _ in range(3))
    variables = tuple(_object(reader, depth) for _ in range(3))
    _object(reader, depth)  # the file name
    name = _object(reader, depth)
    first = reader.int32()
    lines = _object(reader, depth)
    return Code((*numbers, variables, name, first, lines), code, consts, names)
