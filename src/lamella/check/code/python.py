"""Examines one Python source."""

import ast
import re
import unicodedata
import warnings
from typing import Final

from lamella.check.code.analyst import Analyst
from lamella.check.code.module import Module, TooMuchError
from lamella.check.code.prefilter import worth_parsing
from lamella.check.code.text import decoded, judge_text
from lamella.check.finding import Examined, Unexamined

MOST_SOURCE_BYTES: Final = 8_000_000
_WORDS = re.compile(rb"PROT_EXEC|CFUNCTYPE|SetValueEx|list_secrets")


def examine_source(source: bytes, name: str, own: frozenset[str] = frozenset()) -> Examined:
    """Return what the rules find in a source; paths are left empty.

    Args:
        source: The file's bytes.
        name: The file's name without folders; a setup.py is read as what an installation runs.
        own: Top-level packages that the file may belong to.
    """
    if len(source) > MOST_SOURCE_BYTES:
        return Examined((), (Unexamined("", f"a source of more than {MOST_SOURCE_BYTES:,} bytes"),))
    text, odd = decoded(source)
    if text is None:
        reason = "the source is in an encoding that is not read" if odd else "the source cannot be decoded"
        return Examined(odd, (Unexamined("", reason),))
    shown = tuple(judge_text(source, text))
    plain = source if source.isascii() else unicodedata.normalize("NFKC", text).encode("utf-8", "replace")
    if name != "setup.py" and not worth_parsing(plain):
        return Examined(shown)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        return Examined(shown, (Unexamined("", f"not valid Python here: {_one_line(error)}", vouchable=True),))
    except (RecursionError, MemoryError):
        return Examined(shown, (Unexamined("", "nested too deep to be parsed"),))
    module = Module(
        text.splitlines(),
        networked=False,
        own=own,
        source=text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace"),
        is_setup=name == "setup.py",
        words=frozenset(each.decode() for each in _WORDS.findall(source)),
    )
    unexamined: tuple[Unexamined, ...] = ()
    try:
        Analyst(module).analyse(tree)
    except TooMuchError:
        unexamined = (Unexamined("", "takes more steps to follow than a file may"),)
    except RecursionError:
        unexamined = (Unexamined("", "nested too deep to be followed"),)
    return Examined((*shown, *module.findings.values()), unexamined)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
