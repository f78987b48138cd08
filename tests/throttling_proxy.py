"""A proxy before an endpoint that answers as AWS does at 15 changes a second: with 429 beyond them."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from forwarding import Passed, proxy_before

_FREE = frozenset({"lambda:GetFunction", "lambda:InvokeFunction"})
_REFUSED = Passed(
    429, [("x-amzn-ErrorType", "TooManyRequestsException")], b'{"message": "Rate exceeded", "Type": "User"}'
)


@dataclass
class Quota:
    """A token bucket, as AWS's quota of Lambda's control plane is.

    Attributes:
        url: The proxy's address.
        answered: How often each action was let through; `refused`: how many requests were not.
    """

    url: str
    per_s: float = 15.0
    tokens: float = 15.0
    at: float = field(default_factory=time.monotonic)
    answered: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def lets(self, action: str) -> bool:
        with self.guard:
            if not action.startswith("lambda:") or action in _FREE:
                return True
            now = time.monotonic()
            self.tokens = min(self.per_s, self.tokens + (now - self.at) * self.per_s)
            self.at = now
            if self.tokens < 1:
                self.refused += 1
                return False
            self.tokens -= 1
            self.answered[action] += 1
            return True


@contextmanager
def throttling_proxy(endpoint: str) -> Iterator[Quota]:
    """Run one before an endpoint (`http://host:port`)."""
    quota = Quota("")

    def answering(action: str | None, forward: Callable[[], Passed]) -> Passed:
        return forward() if action is None or quota.lets(action) else _REFUSED

    with proxy_before(endpoint, answering) as url:
        quota.url = url
        yield quota
