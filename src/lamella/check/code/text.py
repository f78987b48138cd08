"""What a source's text hides from readers: encodings, directions, look-alike letters, code beyond the edge."""

import re
import tokenize
import unicodedata
from collections.abc import Iterator
from typing import Final

from lamella.check.finding import Finding, Severity, Step, found
from lamella.check.rule import Rule

_COOKIE: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
_PLAIN: Final = frozenset(
    {"utf-8", "utf8", "latin-1", "latin1", "iso-8859-1", "iso-8859-15", "ascii", "us-ascii", "cp1252", "windows-1252", "utf-8-sig", "utf8mb4",
     "euc-jp", "shift_jis", "gbk", "gb2312", "big5", "koi8-r", "cp1251", "windows-1251", "iso-8859-2", "iso-8859-5", "iso8859-1", "utf_8", "latin_1",
     "utf-8-unix", "utf-8-emacs", "iso-latin-1-unix", "euc-kr", "cp949", "cp932"})  # fmt: skip
_BIDI: Final = re.compile("[\u202b\u202d\u202e\u2066\u2067]")
# A list of such characters, as tests and tables have.
_LISTED: Final = re.compile("[\u2000-\u206f]{3}")
# A line that is one short text in a list cannot hide code beside it.
_DATA_LINE: Final = re.compile(r"""\s*[rbuRBU]{0,2}(['"])(?!\1)[^'"]*\1\s*,?\s*$""")
_INVISIBLE: Final = re.compile("[\u200b-\u200d\u2060\u180e\u115f\u1160\u3164]")
# Joiners and selectors stand alone in honest text.
_UNSEEN: Final = re.compile("[\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]{8,}")
_UNSEEN_ESCAPED: Final = re.compile(
    rb"(?:\\u(?:200[b-d]|2060|feff|fe0[0-9a-f])|\\U000e01[0-9a-f]{2}){16,}", re.IGNORECASE
)
_BLANKS: Final = re.compile(rb"(?P<q>['\"])(?:\\t|[ \t]){64,}(?P=q)")
_FAR: Final = re.compile(
    rb"[^\s#][^\n]{0,200}[ \t]{100,};?[ \t]*(?:exec|eval|import|__import__|os\.|from |lambda|_+\s*=|[\w.]+\()"
)
_WIDE: Final = (b" " * 100, b"\t" * 100)
_OBFUSCATORS: Final = (b"yarmor", b"pytransform", b"pyobfuscate", b"Obfuscated with", b"PyFuscat")
_ODD: Final = (b"_0x", b"IlI", b"lIl", b"IIl", b"O0O", b"o0O", b"_____I", b"OOO0")
_POOLS: Final = (b"stratum+", b"minexmr", b"nanopool", b"supportxmr", b"moneroocean", b"hashvault")
_OBFUSCATOR: Final = re.compile(
    rb"__pyarmor__\(|^[ \t]*(?:from|import)[ \t.]+(?:pyarmor_runtime|_?pytransform)|Obfuscated with|pyobfuscate\.com|PyFuscator",
    re.MULTILINE,
)
_MINER: Final = re.compile(
    rb"stratum\+(?:tcp|ssl|tls)://[^\s'\"]*|(?:minexmr|nanopool|supportxmr|moneroocean|hashvault)\.[a-z]+"
)
_NAME: Final = re.compile(r"[^\W\d]\w*")
_MEANINGLESS: Final = re.compile(rb"\b(?:_0x[0-9a-f]{4,}|(?![01]+\b)[Il1O0]{8,}|_{5,}[Il]*|[oO0]{8,})\b")
_MOST_NAMES = 20_000
# Latin, Greek and Cyrillic letters that look like Latin ones.
_LOOKALIKES: Final = frozenset("аеорсухіјѕһԁԛԝьАВЕКМНОРСТХІЈЅѵγοαρνικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


def decoded(source: bytes) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the text as Python would read it, `None` where that is not safe or not possible, and what is odd about it."""
    first_lines = b"\n".join(source.split(b"\n", 2)[:2])
    cookie = _COOKIE.search(first_lines)
    name = cookie[1].decode("ascii", "replace").lower() if cookie else "utf-8"
    if name not in _PLAIN:
        line = first_lines[: cookie.start()].count(b"\n") + 1 if cookie else 1
        shown = Step(line, first_lines.splitlines()[line - 1].decode("ascii", "backslashreplace")[:120])
        return None, (
            found(Rule.ODD_ENCODING, f"the source says that its encoding is {name[:40]}", line=line, evidence=(shown,)),
        )
    try:
        text = source.decode("utf-8-sig" if name.startswith("utf") else name)
    except (UnicodeDecodeError, LookupError):
        return None, ()
    return text, ()


def judge_text(source: bytes, text: str) -> Iterator[Finding]:
    """Yield what the text hides."""
    if not source.isascii():
        yield from _directions(text)
        yield from _lookalikes(text)
    escaped = (
        _UNSEEN_ESCAPED.search(source) if b"\\u200" in source or b"\\ufe0" in source or b"\\U000e" in source else None
    )
    if escaped is not None:
        line = source.count(b"\n", 0, escaped.start()) + 1
        yield found(
            Rule.HIDDEN_CODE, "data in characters that no reader sees", line=line, evidence=(_shown(source, line),)
        )
    blank = _BLANKS.search(source) if b"\\t" in source or b"\t " in source else None
    if blank is not None and len(set(blank[0].replace(b"\\t", b"\t"))) > 2:
        line = source.count(b"\n", 0, blank.start()) + 1
        yield found(
            Rule.HIDDEN_CODE,
            "data in blanks that no reader sees",
            line=line,
            evidence=(Step(line, f"{len(blank[0])} blanks"),),
        )
    line = _far_right(source)
    if line:
        yield found(
            Rule.HIDDEN_CODE,
            "code stands far to the right of where a reader looks",
            line=line,
            evidence=(_shown(source, line),),
        )
    mark = _OBFUSCATOR.search(source) if any(word in source for word in _OBFUSCATORS) else None
    if mark is not None:
        line = source.count(b"\n", 0, mark.start()) + 1
        yield found(Rule.HIDDEN_CODE, "the mark of an obfuscator", line=line, evidence=(_shown(source, line),))
    odd = any(word in source for word in _ODD)
    names = {name for name, _ in zip(_MEANINGLESS.findall(source), range(_MOST_NAMES), strict=False)} if odd else ()
    if len(names) >= 6:
        yield found(Rule.HIDDEN_CODE, f"{len(names)} names without meaning, as obfuscators make them")
    pool = _MINER.search(source) if any(word in source for word in _POOLS) else None
    if pool is not None:
        line = source.count(b"\n", 0, pool.start()) + 1
        severity = None if pool[0].startswith(b"stratum") else Severity.MEDIUM
        yield found(Rule.MINER, line=line, evidence=(_shown(source, line),), severity=severity)


def _far_right(source: bytes) -> int:
    """Return the first line with code beyond a hundred blanks; 0 where there is none."""
    for wide in _WIDE:
        start = source.find(wide)
        while start >= 0:
            first, end = source.rfind(b"\n", 0, start) + 1, source.find(b"\n", start)
            end = end if end >= 0 else len(source)
            if _FAR.search(source[first:end]):
                return source.count(b"\n", 0, start) + 1
            start = source.find(wide, end)
    return 0


def _line_of(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : end if end >= 0 else len(text)]


_WITH_LOOKALIKE: Final = re.compile(rf"[a-zA-Z_0-9]*[{''.join(sorted(_LOOKALIKES))}]\w*")


def _directions(text: str) -> Iterator[Finding]:
    hit = next(
        (
            each
            for each in _BIDI.finditer(text)
            if not (
                _LISTED.search(text[max(0, each.start() - 2) : each.end() + 2])
                or _DATA_LINE.match(_line_of(text, each.start()))
            )
        ),
        None,
    )
    if hit is not None:
        line = text.count("\n", 0, hit.start()) + 1
        step = Step(line, ascii(text.splitlines()[line - 1].strip())[1:-1][:160])
        yield found(
            Rule.BIDI_TEXT,
            f"a character that turns the direction of text: U+{ord(hit[0]):04X}",
            line=line,
            evidence=(step,),
        )
    unseen = _UNSEEN.search(text)
    if unseen is not None:
        line = text.count("\n", 0, unseen.start()) + 1
        step = Step(line, f"{len(unseen[0])} characters that are not seen, from U+{ord(unseen[0][0]):04X} on")
        yield found(Rule.HIDDEN_CODE, "data in characters that no reader sees", line=line, evidence=(step,))
    if _INVISIBLE.search(text) is None:
        return
    for number, each in enumerate(text.split("\n"), 1):
        names = [name for name in _NAME.findall(each) if _INVISIBLE.search(name)]
        if names:
            yield found(
                Rule.BIDI_TEXT,
                "a name with an invisible character",
                line=number,
                evidence=(Step(number, ascii(each.strip())[1:-1][:160]),),
            )
            return


def _lookalikes(text: str) -> Iterator[Finding]:
    if not any(_mixed(word) for word in _WITH_LOOKALIKE.findall(text)) and _STYLED.search(text) is None:
        return
    try:
        for token in tokenize.generate_tokens(iter(text.splitlines(keepends=True)).__next__):
            odd = not token.string.isascii() and (_mixed(token.string) or _STYLED.search(token.string) is not None)
            if token.type == tokenize.NAME and odd:
                yield found(Rule.HOMOGLYPH, f"{ascii(token.string)[1:-1]} looks like {_latin(token.string)}", line=token.start[0],
                            evidence=(Step(token.start[0], ascii(token.line.strip())[1:-1][:160]),), severity=Severity.HIGH)  # fmt: skip
                return
    except (tokenize.TokenError, SyntaxError, StopIteration):
        return


def _mixed(name: str) -> bool:
    return any(letter in _LOOKALIKES for letter in name) and any(
        letter.isascii() and letter.isalpha() for letter in name
    )


# Mathematical and fullwidth letters: Python reads them as the plain ones.
_STYLED: Final = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u2100-\u214f]")
_TO_LATIN: Final = str.maketrans("аеорсухіјѕһԁАВЕКМНОРСТХІЈЅ", "aeopcyxijshdABEKMHOPCTXIJS")


def _latin(name: str) -> str:
    return ascii(unicodedata.normalize("NFKC", name).translate(_TO_LATIN))[1:-1]


def _shown(source: bytes, line: int) -> Step:
    text = source.split(b"\n")[line - 1].decode("ascii", "backslashreplace")
    return Step(line, re.sub(r"\s{4,}", " ... ", text.strip())[:160])
