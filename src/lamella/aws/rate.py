"""AWS's rate of control plane calls of Lambda, kept on this side: 15 a second for each account and Region."""

import threading
import time
from collections.abc import Callable
from typing import Any

from lamella.limits import limits

# How many calls may go out at once after a pause; AWS documents none.
_BURST = 5


class TokenBucket:
    """Lets `rate_per_s` calls a second through, and `burst` at once after a pause; threads may share it.

    Args:
        rate_per_s: Calls a second.
        burst: Calls at once after a pause.
        clock: Seconds, never going back.
        sleep: Waits so many seconds.
    """

    def __init__(
        self,
        rate_per_s: float,
        burst: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate_per_s = rate_per_s
        self._burst = float(burst)
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._tokens = float(burst)
        self._at = clock()

    def take(self) -> None:
        """Wait until the next call may go out."""
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate_per_s) - 1
            self._at = now
            wait_s = -self._tokens / self._rate_per_s
        if wait_s > 0:
            self._sleep(wait_s)


class LambdaRate:
    """The buckets of one account and Region, as a handler of botocore's event `before-send.lambda`."""

    def __init__(self) -> None:
        known = limits()
        self._others = TokenBucket(known.lambda_calls_per_s, _BURST)
        self._of_their_own = {
            "GetFunction": TokenBucket(known.get_function_calls_per_s, _BURST),
            "GetPolicy": TokenBucket(known.get_policy_calls_per_s, _BURST),
        }

    def before_send(self, event_name: str, **_: Any) -> None:  # noqa: ANN401 - botocore's handlers get what it has
        """Wait for a token of the operation at the end of the event's name; Invoke has no part in the quota."""
        operation = event_name.rpartition(".")[2]
        if not operation.startswith("Invoke"):
            self._of_their_own.get(operation, self._others).take()
