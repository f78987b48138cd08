"""The cache before the workers: what is asked again, what is kept, what needs no worker."""

from concurrent.futures import Future
from pathlib import Path

from lamella.check.examine import Kind
from lamella.check.finding import Examined, Unexamined, found
from lamella.check.rule import Rule
from lamella.check.wire import Question
from lamella.host.examiners import Examiners
from lamella.run.checking.asking import CachedExaminers, rules
from lamella.state.check_results import CheckResults

CODE = Question("a.py", (Kind.PYTHON,), ("a",))


class Workers(Examiners):
    """Workers that say the same of every file, and count how often they are asked."""

    def __init__(self, said: Examined) -> None:
        self.said = said
        self.asked = 0

    def submit(self, question: Question, content: bytes) -> Future[Examined]:  # noqa: ARG002 - they do not look
        self.asked += 1
        promise: Future[Examined] = Future()
        promise.set_result(self.said)
        return promise


def again(tmp_path: Path, rules: str = "rules") -> CheckResults:
    return CheckResults(tmp_path / "check.sqlite", rules)


def test_the_same_file_is_not_examined_twice(tmp_path: Path) -> None:
    workers = Workers(Examined())
    for rule_set, asked in (("rules", 1), ("rules", 1), ("other rules", 2)):
        kept = again(tmp_path, rule_set)
        CachedExaminers(workers, kept).ask("digest", CODE, b"x = 1")
        kept.close()
        assert workers.asked == asked


def test_what_was_not_examined_is_asked_again(tmp_path: Path) -> None:
    workers = Workers(Examined((), (Unexamined("", "the worker ran out of memory"),)))
    for asked in (1, 2):
        kept = again(tmp_path)
        CachedExaminers(workers, kept).ask("digest", CODE, b"x = 1")
        kept.close()
        assert workers.asked == asked


def test_without_a_cache_workers_are_asked_each_time() -> None:
    workers = Workers(Examined())
    asking = CachedExaminers(workers, None)
    asking.ask("digest", CODE, b"")
    asking.ask("digest", CODE, b"")
    assert workers.asked == 2


def test_what_a_worker_said_comes_back_from_the_cache(tmp_path: Path) -> None:
    said = Examined((found(Rule.PRIVATE_KEY, line=3),))
    for answer in (said, said):
        kept = again(tmp_path)
        asked = CachedExaminers(Workers(said), kept).ask("digest", CODE, b"")
        assert (asked if isinstance(asked, Examined) else asked.result()) == answer
        kept.close()


def test_the_digest_of_the_rules_is_the_same_each_time() -> None:
    assert rules() == rules()
    assert len(rules()) >= 32
