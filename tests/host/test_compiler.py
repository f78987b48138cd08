"""Compiling with another interpreter: the bytes, their independence of everything around, failures."""

import functools
import hashlib
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.errors import ToolError
from lamella.host import compiler as module
from lamella.host.compiler import CHUNK_BYTES, CHUNK_FILES, InterpreterCompiler, chunked
from lamella.host.interpreters import Interpreter, find
from lamella.model.ports import NotCompiled, Source
from lamella.model.tree import File


@dataclass(frozen=True)
class Texts:
    """Contents by path."""

    by_path: Mapping[str, bytes]

    def read(self, file: File) -> bytes:
        return self.by_path[file.path]

    @property
    def sources(self) -> list[Source]:
        return [
            Source(File(path, len(text), "", 0o644, "x==1"), f"/opt/{path}")
            for path, text in sorted(self.by_path.items())
        ]


@functools.cache
def interpreter() -> Interpreter:
    found = find(sys.version_info[:2], {"HOME": "/", "PATH": ""}, Path("/dev/null/cache"))
    assert found is not None
    return found


def texts(**named: str) -> Texts:
    return Texts({f"python/{name}.py": text.encode() for name, text in named.items()})


def compiled(given: Texts, jobs: int = 2) -> Mapping[str, bytes | NotCompiled]:
    return InterpreterCompiler(interpreter(), jobs=jobs).compile(given.sources, given)


def test_the_header_is_that_of_an_unchecked_hash() -> None:
    text = "x = 1\n"
    answer = compiled(texts(a=text))["python/a.py"]
    assert isinstance(answer, bytes)
    assert answer[:4] == importlib.util.MAGIC_NUMBER
    assert answer[4:8] == b"\1\0\0\0"
    assert answer[8:16] == importlib.util.source_hash(text.encode())


def test_the_recorded_name_is_the_one_given() -> None:
    answer = compiled(texts(a="x = 1\n"))["python/a.py"]
    assert isinstance(answer, bytes)
    assert b"/opt/python/a.py" in answer


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("print 'two'\n", "SyntaxError: "),
        ("a\0b", "null bytes"),
        ("# coding: nonsense\n", "SyntaxError: "),
        ("(" * 10_000, "too many nested parentheses"),
    ],
)
def test_what_does_not_compile_has_a_reason_of_one_line(text: str, reason: str) -> None:
    answers = compiled(texts(bad=text, good="x = 1\n"))
    answer = answers["python/bad.py"]
    assert isinstance(answer, NotCompiled)
    assert reason in answer.reason
    assert "\n" not in answer.reason
    assert isinstance(answers["python/good.py"], bytes)


def test_names_of_characters_and_rare_encodings_compile() -> None:
    """Both import modules, which have to come from the interpreter and not from the current folder."""
    given = Texts({"python/a.py": b"x = '\\N{BULLET}'\n", "python/b.py": b"# coding: big5\nx = 1\n"})
    assert all(isinstance(answer, bytes) for answer in compiled(given).values())


def test_nothing_to_compile() -> None:
    assert compiled(Texts({})) == {}


@pytest.mark.parametrize("layout", ["cached", "sourceless", "none"])
def test_bytecode_is_used_as_it_is(layout: str, tmp_path: Path) -> None:
    """No source is compiled, although its date is not the one it had; without bytecode, it is (so the test can see)."""
    given = texts(pack="from pack_inner import x\n", pack_inner="x = [y for y in 'ab']\n")
    for path, text in given.by_path.items():
        source = tmp_path / Path(path).name
        answer = compiled(given)[path]
        assert isinstance(answer, bytes)
        if layout != "sourceless":
            source.write_bytes(text)
            os.utime(source, (315_532_800, 315_532_800))
        if layout == "cached":
            place = Path(importlib.util.cache_from_source(str(source)))
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(answer)
        elif layout == "sourceless":
            source.with_suffix(".pyc").write_bytes(answer)
    watch = (
        "import sys\nsys.path.insert(0, sys.argv[1])\nseen = []\n"
        "sys.addaudithook(lambda event, given: event == 'compile' and seen.append(given[1]))\n"
        "import pack\nprint(pack.x, len(seen))\n"
    )
    run = subprocess.run(
        [str(interpreter().path), "-I", "-B", "-c", watch, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout == f"['a', 'b'] {2 if layout == 'none' else 0}\n"


def digest(answers: Mapping[str, bytes | NotCompiled]) -> str:
    whole = hashlib.sha256()
    for path, answer in answers.items():
        assert isinstance(answer, bytes)
        whole.update(path.encode() + answer)
    return whole.hexdigest()


@functools.cache
def standard_library() -> Texts:
    """About 300 real modules that are on every machine."""
    folder = Path(os.__file__).parent
    files = [path for path in sorted(folder.glob("*.py")) + sorted(folder.glob("*/*.py")) if "test" not in str(path)]
    chosen = [path for path in files if "site-packages" not in path.parts and "lib2to3" not in path.parts][:300]
    return Texts({f"python/{path.relative_to(folder)}": path.read_bytes() for path in chosen})


def test_bytes_do_not_depend_on_the_number_of_processes() -> None:
    given = standard_library()
    assert len(given.by_path) == 300
    assert len(list(chunked(given.sources))) > 2
    assert digest(compiled(given, jobs=1)) == digest(compiled(given, jobs=4))


AROUND = """
import sys
sys.path[:0] = sys.argv[1:]
from test_compiler import compiled, digest, standard_library
print(digest(compiled(standard_library())))
"""


@pytest.mark.parametrize(
    ("environ", "umask"),
    [
        ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}, 0o077),
        ({"PYTHONHASHSEED": "random", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "2", "X" * 999: "y"}, 0o000),
    ],
)
def test_bytes_do_not_depend_on_what_is_around(environ: dict[str, str], umask: int, tmp_path: Path) -> None:
    (tmp_path / "unicodedata.py").write_text("raise SystemExit('taken from the current folder')")
    folders = [str(Path(__file__).parent), str(Path(module.__file__).parents[2]), *sys.path]
    run = subprocess.run(
        [sys.executable, "-c", AROUND, *filter(None, folders)],
        env={**environ, "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        umask=umask,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == digest(compiled(standard_library()))


def test_several_threads_share_the_processes() -> None:
    shared = InterpreterCompiler(interpreter(), jobs=2)
    given = texts(**{f"m{index}": f"x = {index}\n" for index in range(20)})
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(digest(shared.compile(given.sources, given)))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [digest(compiled(given))] * 6


def fake(folder: Path, script: str) -> Interpreter:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return replace(interpreter(), path=path)


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo oh no >&2; exit 3", "at python/a.py: exit code 3\noh no"),
        (r"printf '\000\001\000\000\000x\000\377'; exit 3", "at python/b.py: exit code 3"),
        ("kill -SEGV $$", "at python/a.py: exit code -11"),
        ("exit 0", "at python/a.py: an answer is missing"),
        ("exec sleep 60", "at python/a.py: no end after 0.2 s"),
    ],
)
def test_a_failing_interpreter_is_told_with_the_source_it_was_at(script: str, why: str, tmp_path: Path) -> None:
    given = texts(a="x = 1\n", b="y = 2\n")
    failing = InterpreterCompiler(fake(tmp_path, script), jobs=1, timeout_s=0.2)
    with pytest.raises(ToolError) as raised:
        failing.compile(given.sources, given)
    assert raised.value.why == why
    assert raised.value.hint


def test_an_interpreter_that_is_gone(tmp_path: Path) -> None:
    given = texts(a="x = 1\n")
    gone = InterpreterCompiler(replace(interpreter(), path=tmp_path / "gone"), jobs=1)
    with pytest.raises(ToolError, match="could not be started"):
        gone.compile(given.sources, given)


def test_identity() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    assert InterpreterCompiler(interpreter(), jobs=1).identity == f"cpython-{version}"


def sized(sizes: Iterable[int]) -> list[Source]:
    return [Source(File(f"{index:06}.py", size, "", 0o644, "x"), "") for index, size in enumerate(sizes)]


@given(st.lists(st.integers(0, CHUNK_BYTES * 2), max_size=400))
def test_chunks_hold_everything_in_order_and_are_small(sizes: list[int]) -> None:
    sources = sized(sizes)
    chunks = list(chunked(sources))
    assert [source for chunk in chunks for source in chunk] == sources
    for chunk in chunks:
        assert 1 <= len(chunk) <= CHUNK_FILES
        assert len(chunk) == 1 or sum(source.file.size_bytes for source in chunk) <= CHUNK_BYTES
