"""What a Python source imports, and which strings it holds, without parsing it.

An own scanner and not `ast`: what stays in a layer must not depend on which Python runs lamella, and `ast` knows only
the syntax of its own version. It also reads sources of Python 2 and of versions to come, and takes a third of the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_LONG = rb'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""' + rb"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''"
_SHORT = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"' + rb"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
_TOKEN: Final = re.compile(
    rb"(?P<prefix>[rRbBuUfFtT]{0,2})(?P<string>%s|%s)|(?P<open>[(\[{])|(?P<close>[)\]}])"
    rb"|(?P<line>(?:#[^\n]*|(?<!\\)(?<!\\\r))\n[ \t\f]*)|(?P<comment>#[^\n]*)" % (_LONG, _SHORT),
    re.DOTALL,
)
_BLANK: Final = rb"(?:[ \t]|\\\r?\n)"
_STATEMENT: Final = re.compile(
    rb"(?:(?:try|else|finally|(?:el)?if|for|while|with|except)\b[^\n\"'#]*:[ \t]*)?"
    rb"(?:from%(blank)b+(?P<module>(?:[.\w]|%(blank)b)+?)%(blank)b*\bimport\b%(blank)b*"
    rb"(?P<names>\((?:[^)#]|#[^\n]*)*\)|(?:[^\n;#\\]|\\\r?\n)*)"
    rb"|import%(blank)b+(?P<modules>(?:[^\n;#\\]|\\\r?\n)*))"
    rb"(?P<more>;[ \t]*)?" % {b"blank": _BLANK}
)
_HEADER: Final = re.compile(
    rb"(?:async[ \t]+)?def[ \t]+(?P<function>\w+)|(?P<typing>if[ \t]+(?:\w+\.)?TYPE_CHECKING[ \t]*:)"
    rb"|(?P<all>__all__[ \t]*(?::[^=\n]*)?(?:\+=|=|\.extend\(|\.append\())"
)
_NAME: Final = re.compile(rb"(?P<name>\w+|\*)(?:[ \t]+as[ \t]+\w+)?")
_COMMENT: Final = re.compile(rb"#[^\n]*|\\\r?\n")
_END: Final = re.compile(rb"[ \t]*(?:#[^\n]*)?(?:\r?\n|;|$)")
# Between two strings that make one path: `join(a, "b", "c")`, `a / "b" / "c"`, `x.joinpath("b").joinpath("c")`.
_JOIN: Final = re.compile(rb"\s*(?:,|/|\)\s*(?:/|\.joinpath\())\s*")
_MAX_JOINED: Final = 6
_MAX_LENGTH: Final = 300
_FIELD: Final = re.compile(r"\{[^{}]*\}")
# Their answers are for compilers and browsers, so what they name is not needed to run.
_BUILD_ONLY: Final = re.compile(
    rb"(?:get_)?(?:numpy_|cython_|header_|lib(?:rary)?_)?(?:include|includes|include_dirs?|include_paths?|cmake_dir|"
    rb"pkgconfig_dir|headers|library_dirs?|cflags|ldflags)|_?jupyter_\w+_paths"
)


@dataclass(slots=True)
class Facts:
    """What a source refers to.

    Attributes:
        imports: (level, module, names): `from ..a import b, c` is `(2, "a", ("b", "c"))`, `import a.b` is
            `(0, "a.b", ())`.
        exported: Strings in `__all__`.
        strings: Runs of strings that may be parts of one path; a lone string is a run of one. Doc strings are left
            out, and what a function says to compilers (`get_include`).
    """

    imports: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    exported: list[str] = field(default_factory=list)
    strings: list[tuple[str, ...]] = field(default_factory=list)


def scan(source: bytes) -> Facts:
    """Read a source; what is under `if TYPE_CHECKING:` does not count."""
    return _Scanner(source).facts()


class _Scanner:
    __slots__ = ("_exporting", "_facts", "_run", "_run_end", "_silent_in", "_source", "_unseen_in")

    def __init__(self, source: bytes) -> None:
        self._source = source.removeprefix(b"\xef\xbb\xbf")
        self._facts = Facts()
        self._run: list[str] = []
        self._run_end = 0
        self._silent_in: int | None = None
        self._unseen_in: int | None = None
        self._exporting = False

    def facts(self) -> Facts:
        depth = 0
        start = 0
        self._line(0, 0)
        for token in _TOKEN.finditer(self._source):
            kind = token.lastgroup
            if kind == "line":
                if depth == 0:
                    start = token.end()
                    self._line(start, start - self._source.rfind(b"\n", 0, start) - 1)
            elif kind == "string":
                if self._unseen_in is None and not self._is_statement(token, start, depth):
                    self._string(token)
            elif kind == "open":
                depth += 1
            elif kind == "close":
                depth = max(0, depth - 1)
        self._flush()
        return self._facts

    def _is_statement(self, token: re.Match[bytes], start: int, depth: int) -> bool:
        return depth == 0 and token.start() == start and _END.match(self._source, token.end()) is not None

    def _line(self, start: int, indent: int) -> None:
        if self._source[start : start + 1] in {b"\n", b"\r", b"#", b""}:
            return
        if self._silent_in is not None and indent <= self._silent_in:
            self._silent_in = None
        if self._unseen_in is not None and indent <= self._unseen_in:
            self._unseen_in = None
        self._exporting = False
        if self._unseen_in is not None:
            return
        header = _HEADER.match(self._source, start)
        if header is None:
            self._imports(start)
        elif header["typing"]:
            self._unseen_in = indent
        elif header["all"]:
            self._exporting = True
        elif self._silent_in is None and _BUILD_ONLY.fullmatch(header["function"]):
            self._silent_in = indent

    def _imports(self, start: int) -> None:
        while found := _STATEMENT.match(self._source, start):
            if found["modules"] is not None:
                for part in _COMMENT.sub(b"", found["modules"]).split(b","):
                    words = part.split()
                    if words:
                        self._facts.imports.append((0, words[0].decode("utf-8", "replace"), ()))
            else:
                module = b"".join(_COMMENT.sub(b"", found["module"]).split()).decode("utf-8", "replace")
                names = tuple(
                    name["name"].decode("utf-8", "replace")
                    for name in _NAME.finditer(_COMMENT.sub(b"", found["names"]))
                )
                bare = module.lstrip(".")
                self._facts.imports.append((len(module) - len(bare), bare, names))
            if not found["more"]:
                return
            start = found.end()

    def _string(self, token: re.Match[bytes]) -> None:
        for text in _texts(token):
            if self._exporting:
                self._facts.exported.append(text)
            elif self._silent_in is None:
                joined = _JOIN.fullmatch(self._source, self._run_end, token.start())
                if self._run and not joined:
                    self._flush()
                self._run.append(text)
                self._run_end = token.end()

    def _flush(self) -> None:
        if len(self._run) > _MAX_JOINED:
            self._facts.strings.extend((text,) for text in self._run)
        elif self._run:
            self._facts.strings.append(tuple(self._run))
        self._run = []


def _texts(token: re.Match[bytes]) -> Iterator[str]:
    """Give a string's text; of an f-string the text between its fields."""
    quoted = token["string"]
    quotes = 3 if quoted[:3] in {b'"""', b"'''"} else 1
    inner = quoted[quotes:-quotes]
    if len(inner) > _MAX_LENGTH:
        return
    text = inner.decode("utf-8", "replace")
    if token["prefix"].lower() in {b"f", b"rf", b"fr"}:
        yield from (part for part in _FIELD.split(text) if part)
    else:
        yield text
