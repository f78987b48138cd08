"""Pickles: which functions they would call, read from their opcodes without loading them."""

import pickletools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MOST_OPCODES: Final = 2_000_000
_DANGEROUS: Final = re.compile(
    r"^(os|posix|nt|subprocess|sys|builtins|__builtin__|pty|socket|shutil|runpy|importlib|ctypes|code|commands|webbrowser|marshal|types|asyncio"
    r"|multiprocessing|platform|pickle|_pickle|operator|functools|requests|urllib|http|tempfile|pathlib|inspect|timeit|pdb|bdb|cProfile|imp|pip|site)\b"
)
_HARMLESS: Final = re.compile(
    r"^(builtins|__builtin__)\.(set|frozenset|list|dict|tuple|bytearray|bytes|object|complex|slice|range|int|float|str|bool|type|super|property|getattr_static"
    r"|Exception|ValueError|TypeError|KeyError|Ellipsis|NotImplemented|unicode|long|xrange)$"
    r"|^operator\.(itemgetter|add|mul|getitem)$|^functools\.partial$|^types\.SimpleNamespace$|^pathlib\.(Pure)?(Posix|Windows)?Path$"
    r"|^platform\.uname_result$|^os\.stat_result$|^urllib\.parse\.\w+Result$"
)
_PICKLE_START: Final = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")


def looks_pickled(head: bytes) -> bool:
    """Whether a file starts as pickles of protocol 2 and later do."""
    return head[:2] in _PICKLE_START and (head[1] < 4 or head[2:3] == b"\x95")


@dataclass(frozen=True, slots=True)
class Pickle:
    """What a pickle calls that no container of data needs; `broken` says why it could not be read to its end."""

    calls: tuple[str, ...]
    broken: str = ""


def read_pickle(data: bytes) -> Pickle:
    """Read a pickle's opcodes; what comes before a broken one still counts, since loading would run it."""
    calls: dict[str, None] = {}
    broken = ""
    try:
        for name in _globals(data):
            if _DANGEROUS.match(name) and not _HARMLESS.match(name):
                calls[name] = None
    except (ValueError, IndexError, KeyError, OverflowError, AttributeError, TypeError) as error:
        broken = " ".join(str(error).split())[:120]
    return Pickle(tuple(calls), broken)


def _globals(data: bytes) -> Iterator[str]:
    strings: list[str] = []
    memo: dict[int, str] = {}
    memoized = 0
    for number, (opcode, argument, _) in enumerate(pickletools.genops(data)):
        if number > _MOST_OPCODES:
            raise ValueError("more than two million opcodes")
        match opcode.name:
            case "GLOBAL" | "INST":
                yield str(argument).replace(" ", ".", 1)
            case "STACK_GLOBAL" if len(strings) > 1:
                yield f"{strings[-2]}.{strings[-1]}"
            case "MEMOIZE":
                # Every object is counted, and texts alone are kept: a number stands for the last text before it.
                memo[memoized] = strings[-1] if strings else ""
                memoized += 1
            case "BINPUT" | "LONG_BINPUT" | "PUT" if strings:
                memo[_number(argument)] = strings[-1]
            case "BINGET" | "LONG_BINGET" | "GET":
                strings.append(memo.get(_number(argument), ""))
            case _:
                if isinstance(argument, str):
                    strings.append(argument)
        if len(strings) > 4096:
            del strings[:2048]


def _number(argument: object) -> int:
    return argument if isinstance(argument, int) else int(str(argument))
