"""Workers: one file's failure is that file's alone."""

from lamella.check.examine import Kind
from lamella.check.wire import Question, decode, encode
from lamella.host.examiners import Examiners

PYTHON = Question("", (Kind.PYTHON,), ("m",))
ATTACK = b"import base64\nexec(base64.b64decode(X))\n"
LARGE = b"exec(base64.b64decode(a))\n" + b"x = [" + b"1 ^ 2, " * 900_000 + b"]\nbytes()\n"


def test_files_are_examined_and_results_survive_the_wire() -> None:
    with Examiners(2) as examiners:
        results = [each.result() for each in [examiners.submit(PYTHON, ATTACK) for _ in range(5)]]
    assert all([each.rule.code for each in result.findings] == ["decoded-exec"] for result in results)
    assert decode(encode(results[0])) == results[0]


def test_too_much_processor_time_ends_that_file_alone() -> None:
    with Examiners(1, cpu_s=1) as examiners:
        promised = [examiners.submit(PYTHON, each) for each in (ATTACK, LARGE, ATTACK)]
        first, large, last = (each.result() for each in promised)
    assert [each.reason for each in large.unexamined] == ["takes more processor time than a file may"]
    assert first == last
    assert first.unexamined == ()


def test_too_much_memory_ends_that_file_alone() -> None:
    with Examiners(1, memory_bytes=120_000_000) as examiners:
        promised = [examiners.submit(PYTHON, each) for each in (LARGE, ATTACK)]
        large, last = (each.result() for each in promised)
    assert len(large.unexamined) == 1
    assert large.unexamined[0].hides
    assert [each.rule.code for each in last.findings] == ["decoded-exec"]
