"""Compiles Python sources with an interpreter of the target's minor version."""

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files

from lamella.errors import ToolError
from lamella.host.interpreters import Interpreter
from lamella.model.ports import Contents, NotCompiled, Source

# A release's sources are split by count and size alone, so that the bytes depend neither on the number of
# processors nor on the load. The price of a process is about 15 ms, as much as compiling 10 files.
CHUNK_FILES = 128
CHUNK_BYTES = 1 << 20

_HEADER_BYTES = 5
_FLAGS = ("-s", "-S", "-B", "-X", "utf8", "-W", "ignore")


class InterpreterCompiler:
    """A Compiler that starts one fresh process for each chunk of the sources.

    The processes get an empty environment with a fixed hash seed: before Python 3.11 the order of a frozenset constant
    in a .pyc follows it. (So no `-I`, which would ignore the seed.) Safe to call from several threads; `jobs` bounds
    the processes of all calls together.

    Args:
        interpreter: Of the target's minor.
        jobs: Processes at once.
        timeout_s: For one chunk.
    """

    def __init__(self, interpreter: Interpreter, *, jobs: int, timeout_s: float = 300.0) -> None:
        self._interpreter = interpreter
        self._jobs = jobs
        self._timeout_s = timeout_s
        self._slots = threading.BoundedSemaphore(jobs)

    @property
    def identity(self) -> str:
        """What the bytes depend on: `cpython-3.12.7`."""
        return self._interpreter.identity

    def compile(self, sources: Sequence[Source], contents: Contents) -> Mapping[str, bytes | NotCompiled]:
        """Compile to unchecked-hash .pyc; the result is keyed by `file.path`.

        Raises:
            ToolError: The interpreter could not be started, crashed or took too long.
        """
        chunks = list(chunked(sources))
        if not chunks:
            return {}
        with ThreadPoolExecutor(min(self._jobs, len(chunks))) as pool:
            answers = pool.map(lambda chunk: self._compile_chunk(chunk, contents), chunks)
            return {
                source.file.path: answer
                for chunk, found in zip(chunks, answers, strict=True)
                for source, answer in zip(chunk, found, strict=True)
            }

    def _compile_chunk(self, chunk: Sequence[Source], contents: Contents) -> list[bytes | NotCompiled]:
        with self._slots:
            request = b"".join(_frame(source.recorded_path.encode(), contents.read(source.file)) for source in chunk)
            command = [str(self._interpreter.path), *_FLAGS, "-c", _worker()]
            try:
                run = subprocess.run(
                    command,
                    input=request,
                    capture_output=True,
                    env=_environment(),
                    timeout=self._timeout_s,
                    check=False,
                )
            except subprocess.TimeoutExpired as error:
                raise self._failed(chunk, error.stdout or b"", f"no end after {self._timeout_s:g} s") from error
            except OSError as error:
                raise ToolError(
                    f"{self._interpreter.path} could not be started", why=str(error), hint="is it still installed?"
                ) from error
        if run.returncode != 0:
            last = run.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise self._failed(chunk, run.stdout, "\n".join([f"exit code {run.returncode}", *last]))
        answers = list(_answers(run.stdout))
        if len(answers) != len(chunk):
            raise self._failed(chunk, run.stdout, "an answer is missing")
        return answers

    def _failed(self, chunk: Sequence[Source], stdout: bytes, why: str) -> ToolError:
        done = sum(1 for _ in _answers(stdout))
        at = chunk[done].file.path if done < len(chunk) else "the end"
        return ToolError(
            f"{self.identity} failed while it compiled",
            why=f"at {at}: {why}",
            hint='if the file is not needed, list it under `drop`; `bytecode = "off"` builds without bytecode',
        )


def chunked(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    """Split by number and size, in order."""
    start = size = 0
    for index, source in enumerate(sources):
        if index > start and (index - start == CHUNK_FILES or size + source.file.size_bytes > CHUNK_BYTES):
            yield sources[start:index]
            start, size = index, 0
        size += source.file.size_bytes
    if start < len(sources):
        yield sources[start:]


def _frame(name: bytes, source: bytes) -> bytes:
    return len(name).to_bytes(4, "little") + len(source).to_bytes(4, "little") + name + source


def _answers(stdout: bytes) -> Iterator[bytes | NotCompiled]:
    """Decode what the worker wrote, as far as it is whole."""
    at = 0
    while at + _HEADER_BYTES <= len(stdout):
        end = at + _HEADER_BYTES + int.from_bytes(stdout[at + 1 : at + _HEADER_BYTES], "little")
        if end > len(stdout):
            return
        answer = stdout[at + _HEADER_BYTES : end]
        yield NotCompiled(answer.decode("utf-8", "replace")) if stdout[at] else answer
        at = end


@cache
def _worker() -> str:
    return files("lamella.host").joinpath("compile_worker.py").read_text("utf-8")


def _environment() -> dict[str, str]:
    """Nothing that could change bytes; only where a shared libpython may be, without which some builds do not start."""
    libraries = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
    return {"PYTHONHASHSEED": "0", **libraries}
