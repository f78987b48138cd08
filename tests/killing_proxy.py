"""A proxy before an endpoint that kills a process at a chosen change, before or after the endpoint makes it."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from forwarding import Passed, proxy_before

CHANGES = frozenset(
    {
        "s3:PutObject",
        "lambda:PublishLayerVersion",
        "lambda:AddLayerVersionPermission",
        "lambda:DeleteLayerVersion",
        "ssm:PutParameter",
        "lambda:TagResource",
        "lambda:UpdateFunctionConfiguration",
        "lambda:PublishVersion",
        "lambda:UpdateAlias",
        "lambda:UntagResource",
    }
)


@dataclass
class Killer:
    """What the proxy does.

    Attributes:
        url: The proxy's address.
        victim: Process id; 0 for none.
        at: The how-manyth change (from 1) is fatal; 0 for none.
        made: Whether the endpoint makes that change before the process is killed.
        seen: Changes that were asked for, in order.
    """

    url: str
    victim: int = 0
    at: int = 0
    made: bool = False
    seen: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def aim(self, at: int, *, made: bool) -> None:
        """Choose the fatal change, and forget what was seen."""
        self.at, self.made, self.seen, self.victim = at, made, [], 0

    def fatal(self, action: str) -> bool:
        """Note a change; say whether it is the fatal one."""
        with self.guard:
            self.seen.append(action)
            return len(self.seen) == self.at

    def kill(self) -> None:
        os.kill(self.victim, signal.SIGKILL)


@contextmanager
def killing_proxy(endpoint: str) -> Iterator[Killer]:
    """Run one before an endpoint (`http://host:port`)."""
    killer = Killer("")

    def answering(action: str | None, forward: Callable[[], Passed]) -> Passed | None:
        fatal = action in CHANGES and killer.fatal(action)
        if fatal and not killer.made:
            killer.kill()
            return None
        passed = forward()
        if fatal:
            killer.kill()
        return passed

    with proxy_before(endpoint, answering) as url:
        killer.url = url
        yield killer
