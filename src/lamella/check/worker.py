"""The program of a worker process: examines files that it is given, under limits that it sets itself.

Standard input: for each file two u32 (little-endian), the sizes of what follows: a `Question`, and the content.
Standard output: for each file a u32 size and the result. A file that takes too much CPU ends the process with SIGXCPU.
"""

import resource
import sys
from typing import BinaryIO

from lamella.check.examine import examine
from lamella.check.finding import Examined, Unexamined
from lamella.check.wire import Question, encode

_RECURSION = 4_000


def main(cpu_s: int, memory_bytes: int, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None) -> None:
    """Answer until the input ends.

    One file may take `cpu_s` processor seconds, the process `memory_bytes` of address space; `stdin` and `stdout` are
    the process's own unless others are given.
    """
    source, sink = stdin or sys.stdin.buffer, stdout or sys.stdout.buffer
    sys.setrecursionlimit(_RECURSION)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(
        resource.RLIMIT_AS, (memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard), hard)
    )
    while len(sizes := source.read(8)) == 8:
        question = Question.decoded(source.read(int.from_bytes(sizes[:4], "little")))
        content = source.read(int.from_bytes(sizes[4:], "little"))
        _allow(cpu_s)
        answer = encode(_answer(question, content))
        sink.write(len(answer).to_bytes(4, "little") + answer)
        sink.flush()


def _allow(cpu_s: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + cpu_s, hard))


def _answer(question: Question, content: bytes) -> Examined:
    try:
        return examine(content, question.name, question.kinds, frozenset(question.own))
    except MemoryError:
        return Examined((), (Unexamined("", "takes more memory than a file may"),))
    except Exception as error:  # noqa: BLE001 - a defect of a rule is this file's failure, and is reported as such
        return Examined(
            (), (Unexamined("", f"a rule failed: {type(error).__name__}: {' '.join(str(error).split())[:120]}"),)
        )
