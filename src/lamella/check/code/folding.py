"""Constants that are computed from constants.

Each operation is allowed by name and bounded in size; none is the program's own code.
"""

import ast
import base64
import binascii
import bz2
import codecs
import lzma
import operator
import re
import struct
import urllib.parse
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from lamella.check.code.value import text_of

MOST_BYTES = 1 << 20
_MOST_ITEMS = 65_536
_MOST_BITS = 4_096


class NotFoldedError(Exception):
    """The operation is not known, fails, or makes too much."""


_EXPECTED = (
    ValueError, TypeError, LookupError, ArithmeticError, AttributeError, EOFError, OSError, zlib.error, lzma.LZMAError, struct.error)  # fmt: skip


def _bounded(value: Any) -> Any:  # noqa: ANN401 - any constant
    match value:
        case str() | bytes() | bytearray():
            if len(value) > MOST_BYTES:
                raise NotFoldedError
        case list() | tuple() | dict() | set() | frozenset():
            if len(value) > _MOST_ITEMS:
                raise NotFoldedError
        case int():
            if value.bit_length() > _MOST_BITS:
                raise NotFoldedError
        case _:
            pass
    return value


def _inflate(data: bytes) -> bytes:
    return _inflate_as(data, zlib.MAX_WBITS)


def _inflate_as(data: bytes, wbits: int) -> bytes:
    inflate = zlib.decompressobj(wbits)
    found = inflate.decompress(data, MOST_BYTES)
    if not inflate.eof:
        raise NotFoldedError
    return found


def _gunzip(data: bytes) -> bytes:
    return _inflate_as(data, zlib.MAX_WBITS | 16)


def _lzma(data: bytes) -> bytes:
    return lzma.LZMADecompressor(memlimit=64 << 20).decompress(data, MOST_BYTES)


def _bz2(data: bytes) -> bytes:
    return bz2.BZ2Decompressor().decompress(data, MOST_BYTES)


def _packed(form: str, *values: int) -> bytes:
    if struct.calcsize(form) > MOST_BYTES:
        raise NotFoldedError
    return struct.pack(form, *values)


_CODECS: Final = frozenset(
    {"rot13", "rot_13", "hex", "hex_codec", "base64", "base64_codec", "utf-8", "utf8", "utf_8", "ascii", "latin-1",
     "latin1", "iso-8859-1", "unicode_escape", "unicode-escape", "raw_unicode_escape", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
     "uu", "quopri", "quoted-printable", "punycode", "cp437", "cp1252", "idna", "utf-7", "utf_7"})  # fmt: skip
# Compressing codecs are bounded by their own functions above.
_ZIPPED: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "zlib": _inflate, "zlib_codec": _inflate, "zip": _inflate, "bz2": _bz2, "bz2_codec": _bz2}  # fmt: skip
_PLAIN_CODECS: Final = frozenset(
    {"utf-8", "utf8", "utf_8", "ascii", "latin-1", "latin1", "iso-8859-1", "utf-16", "utf-32", "cp1252", "idna"}
)


def _decode(data: Any, encoding: str = "utf-8", *rest: str) -> Any:  # noqa: ANN401 - any constant
    name = encoding.lower()
    if name in _ZIPPED:
        return _ZIPPED[name](bytes(data))
    if name not in _CODECS:
        raise NotFoldedError
    return codecs.decode(data, name, *rest[:1]) if rest else codecs.decode(data, name)


def _encode(data: Any, encoding: str = "utf-8", *rest: str) -> Any:  # noqa: ANN401 - any constant
    name = encoding.lower()
    if name not in _CODECS:
        raise NotFoldedError
    return codecs.encode(data, name, *rest[:1]) if rest else codecs.encode(data, name)


def hides(encoding: object) -> bool:
    """Whether decoding from an encoding hides text from readers, as rot13 does and UTF-8 does not."""
    return isinstance(encoding, str) and encoding.lower() not in _PLAIN_CODECS


# Functions whose result is decoded data: what was there before them does not show what comes out.
DECODERS: Final[Mapping[str, Callable[..., Any]]] = {
    "struct.pack": _packed,
    "base64.b64decode": lambda data, altchars=None, validate=False: base64.b64decode(data, altchars, validate),
    "base64.urlsafe_b64decode": base64.urlsafe_b64decode,
    "base64.standard_b64decode": base64.standard_b64decode,
    "base64.decodebytes": base64.decodebytes,
    "base64.decodestring": base64.decodebytes,
    "base64.b32decode": lambda data, casefold=False: base64.b32decode(data, casefold),
    "base64.b16decode": lambda data, casefold=False: base64.b16decode(data, casefold),
    "base64.b85decode": base64.b85decode,
    "base64.a85decode": base64.a85decode,
    "binascii.unhexlify": binascii.unhexlify,
    "binascii.a2b_hex": binascii.a2b_hex,
    "binascii.a2b_base64": binascii.a2b_base64,
    "binascii.a2b_uu": binascii.a2b_uu,
    "binascii.a2b_qp": binascii.a2b_qp,
    "builtins.bytes.fromhex": bytes.fromhex,
    "builtins.bytearray.fromhex": bytes.fromhex,
    "zlib.decompress": lambda data, wbits=zlib.MAX_WBITS, bufsize=0: _inflate_as(data, wbits),  # noqa: ARG005
    "gzip.decompress": _gunzip,
    "bz2.decompress": _bz2,
    "lzma.decompress": lambda data, *_rest, **_named: _lzma(data),
    "codecs.decode": lambda data, encoding="utf-8", errors="strict": _decode(data, encoding, errors),
}

# Functions that keep or rebuild data without hiding it.
_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "builtins.str": lambda data=b"", encoding=None, errors="strict": (
        str(data) if encoding is None else _decode(data, encoding, errors)
    ),
    "builtins.bytes": lambda data=b"", encoding=None: (
        bytes(data) if encoding is None else data.encode(encoding) if encoding in _PLAIN_CODECS else b""
    ),
    "builtins.bytearray": lambda data=b"", encoding=None: bytes(data) if encoding is None else data.encode("utf-8"),
    "builtins.list": lambda data=(): list(data),
    "builtins.tuple": lambda data=(): tuple(data),
    "builtins.reversed": lambda data: tuple(reversed(data)),
    "builtins.sorted": sorted,
    "builtins.len": len,
    "builtins.int": lambda data=0, base=10: int(data, base) if isinstance(data, str | bytes) else int(data),
    "builtins.ord": ord,
    "builtins.hex": hex,
    "builtins.max": max,
    "builtins.min": min,
    "builtins.abs": abs,
    "base64.b64encode": base64.b64encode,
    "binascii.hexlify": binascii.hexlify,
    "codecs.encode": lambda data, encoding="utf-8", errors="strict": _encode(data, encoding, errors),
    "os.path.join": lambda *parts: "/".join(part.strip("/") if n else part.rstrip("/") for n, part in enumerate(parts)),
    "os.path.expanduser": lambda path: path,
    "os.path.expandvars": lambda path: path,
    "os.path.abspath": lambda path: path,
    "os.path.normpath": lambda path: path,
    "os.path.realpath": lambda path: path,
    "os.fspath": lambda path: path,
    "urllib.parse.unquote": urllib.parse.unquote,
    "urllib.parse.unquote_plus": urllib.parse.unquote_plus,
    "operator.add": operator.add,
    "operator.concat": operator.concat,
}


def _literal(text: Any) -> Any:  # noqa: ANN401 - any constant
    if not isinstance(text, str) or len(text) > 65_536:
        raise NotFoldedError
    try:
        return ast.literal_eval(text)
    except (SyntaxError, MemoryError, RecursionError) as error:
        raise NotFoldedError from error


_FUNCTIONS_OF_TEXT: Final[Mapping[str, Callable[..., Any]]] = {"ast.literal_eval": _literal}

_TEXT_METHODS: Final = frozenset(
    {"join", "replace", "strip", "lstrip", "rstrip", "lower", "upper", "swapcase", "split", "rsplit", "partition", "format",
     "title", "capitalize", "removeprefix", "removesuffix", "zfill", "splitlines", "hex", "index", "find", "count",
     "startswith", "endswith", "casefold"})  # fmt: skip
_HIDING_METHODS: Final = frozenset({"join", "replace", "swapcase", "hex", "format", "translate"})


def fold_method(  # noqa: C901 - one case a kind of method
    receiver: Any,  # noqa: ANN401 - any constant
    name: str,
    positional: Sequence[Any],
    keywords: Mapping[str, Any],
) -> tuple[Any, bool]:
    """Return a method's result on constants, and whether it hides what is made.

    Raises:
        NotFoldedError: The method is not known, or fails.
    """
    try:
        match receiver, name:
            case str() | bytes(), "decode" | "encode":
                result = (_decode if name == "decode" else _encode)(receiver, *positional, **keywords)
                encoding = positional[0] if positional else keywords.get("encoding", "utf-8")
                return _bounded(result), hides(encoding)
            case str(), "translate":
                table = dict(positional[0])
                return _bounded(receiver.translate(table)), True
            case ((str() | bytes()), _) if name in _TEXT_METHODS:
                if name in {"zfill", "ljust"} and int(positional[0]) > _MOST_ITEMS:
                    raise NotFoldedError
                if name in {"replace", "join"} and _product(receiver, positional) > MOST_BYTES:
                    raise NotFoldedError
                if name == "format" and ("{:" in receiver or ("!" in receiver and ":" in receiver)):
                    raise NotFoldedError
                return _bounded(getattr(receiver, name)(*positional, **keywords)), name in _HIDING_METHODS
            case dict(), "get" | "keys" | "values":
                found = getattr(receiver, name)(*positional)
                return _bounded(found if name == "get" else tuple(found)), False
            case int(), "to_bytes":
                return _bounded(receiver.to_bytes(min(int(positional[0]), MOST_BYTES), *positional[1:])), True
            case list() | tuple(), "index" | "count":
                return getattr(receiver, name)(*positional), False
            case _:
                pass
    except _EXPECTED as error:
        raise NotFoldedError from error
    raise NotFoldedError


def _product(receiver: Any, positional: Sequence[Any]) -> int:  # noqa: ANN401 - any constant
    sizes = [len(each) for each in positional if isinstance(each, str | bytes | list | tuple)]
    return len(receiver) * max([*sizes, 1])


def fold_call(name: str, positional: Sequence[Any], keywords: Mapping[str, Any]) -> tuple[Any, bool]:
    """Return a named function's result on constants, and whether it hides what it makes.

    Raises:
        NotFoldedError: The function is not known, or fails.
    """
    decoder = DECODERS.get(name)
    function = decoder or _FUNCTIONS.get(name) or _FUNCTIONS_OF_TEXT.get(name)
    if function is None:
        match name, positional:
            case "builtins.chr", [int(number)]:
                return (chr(number), True) if 0 <= number < 0x110000 else (None, False)
            case "builtins.range", [int(), *rest] if all(isinstance(each, int) for each in rest) and 0 not in rest[1:]:
                made = range(*positional)
                return (tuple(made), False) if len(made) <= _MOST_ITEMS else (None, False)
            case "builtins.int.from_bytes", [bytes(data), *order] if len(data) < _MOST_BITS and (
                not order or order[0] in {"big", "little"}
            ):
                return int.from_bytes(data, "big" if len(positional) < 2 else positional[1]), True
            case "builtins.str.maketrans", _:
                return _maketrans(positional), False
            case _:
                pass
        raise NotFoldedError
    try:
        result = function(*positional, **keywords)
    except (*_EXPECTED, MemoryError, RecursionError) as error:
        raise NotFoldedError from error
    if isinstance(result, bytearray):
        result = bytes(result)
    hidden = decoder is not None and not (name == "codecs.decode" and not _codec_hides(positional, keywords))
    return _bounded(result), hidden


def _codec_hides(positional: Sequence[Any], keywords: Mapping[str, Any]) -> bool:
    return hides(positional[1] if len(positional) > 1 else keywords.get("encoding", "utf-8"))


def _maketrans(positional: Sequence[Any]) -> dict[Any, Any]:
    try:
        return dict(str.maketrans(*positional))
    except _EXPECTED as error:
        raise NotFoldedError from error


# A width in a format makes a text of any size.
_WIDE: Final = re.compile(r"%[^a-zA-Z%]*(?:[0-9]{4}|\*)")
_OPERATORS: Final[Mapping[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.BitXor: operator.xor, ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_, ast.Mod: operator.mod, ast.FloorDiv: operator.floordiv, ast.RShift: operator.rshift,
}  # fmt: skip


def fold_operation(kind: ast.operator, left: Any, right: Any) -> Any:  # noqa: ANN401 - any constant
    """Return an operation's result on constants.

    Raises:
        NotFoldedError: It is not known, fails, or makes too much.
    """
    try:
        match kind:
            case ast.Mult():
                if isinstance(left, int) and isinstance(right, int):
                    return _bounded(left * right)
                sized, times = (left, right) if isinstance(right, int) else (right, left)
                if not isinstance(times, int) or len(sized) * times > MOST_BYTES:
                    raise NotFoldedError
                return sized * times
            case ast.LShift() | ast.Pow():
                if not (isinstance(left, int) and isinstance(right, int)) or right > 256 or left.bit_length() > 64:
                    raise NotFoldedError
                return _bounded(left << right if isinstance(kind, ast.LShift) else left**right)
            case ast.Mod() if isinstance(left, str | bytes) and (len(left) > 65_536 or _WIDE.search(text_of(left))):
                raise NotFoldedError
            case _ if type(kind) in _OPERATORS:
                return _bounded(_OPERATORS[type(kind)](left, right))
            case _:
                pass
    except _EXPECTED as error:
        raise NotFoldedError from error
    raise NotFoldedError


def fold_item(container: Any, index: Any) -> Any:  # noqa: ANN401 - any constant
    """Return an element or a slice of a constant.

    Raises:
        NotFoldedError: There is none.
    """
    if not isinstance(container, str | bytes | list | tuple | dict):
        raise NotFoldedError
    try:
        return container[index]
    except _EXPECTED as error:
        raise NotFoldedError from error
