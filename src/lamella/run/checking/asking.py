"""The workers with the cache before them."""

from concurrent.futures import Future
from importlib.resources import files
from importlib.resources.abc import Traversable
from threading import Lock

from lamella.check.finding import Examined
from lamella.check.wire import Question, decode, encode
from lamella.host.examiners import Examiners
from lamella.run.checking.gather import rules_digest
from lamella.state.check_results import CheckResults


class CachedExaminers:
    """Asks the cache, then the workers; what the workers say is kept unless something was not examined.

    Args:
        examiners: The workers.
        results: The cache; `None` for none.
    """

    def __init__(self, examiners: Examiners, results: CheckResults | None) -> None:
        self._examiners = examiners
        self._results = results
        self._lock = Lock()
        self.hits = 0

    def ask(self, digest: str, question: Question, content: bytes) -> Future[Examined] | Examined:
        """Return the result, or its promise."""
        results = self._results
        if results is None:
            return self._examiners.submit(question, content)
        key = question.encoded()
        known = results.get(key, digest)
        if known is not None:
            self.hits += 1
            return decode(known)
        promise = self._examiners.submit(question, content)

        def keep(done: Future[Examined]) -> None:
            # A worker that was killed says nothing of the next time.
            if not done.cancelled() and done.exception() is None and not done.result().unexamined:
                with self._lock:
                    results.put(key, digest, encode(done.result()))

        promise.add_done_callback(keep)
        return promise


def rules() -> str:
    """Return the digest of every source of `lamella.check`."""
    return rules_digest([each.read_bytes() for each in _sources(files("lamella.check"))])


def _sources(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            found += _sources(each)
        elif each.name.endswith((".py", ".txt", ".toml")):
            found.append(each)
    return found
