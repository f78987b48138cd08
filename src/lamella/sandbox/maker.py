"""What tests and profiles need of a sandbox, so that they can be tried without one."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from lamella.sandbox.function import Function, Rules
from lamella.sandbox.outcome import Invocation, Isolation


class SandboxLike(Protocol):
    """A function in an environment of its own."""

    @property
    def isolation(self) -> Isolation:
        """How it is kept apart."""
        ...

    def invoke(self, event: object) -> Invocation:
        """Send an event and wait for the answer."""
        ...

    def accessed(self) -> tuple[str, ...]:
        """Paths relative to /opt that were read so far; only with `Rules.traced`."""
        ...


class SandboxMaker(Protocol):
    """Makes a fresh sandbox; leaving the context ends it."""

    def __call__(self, function: Function, layers: Sequence[Path], rules: Rules) -> AbstractContextManager[SandboxLike]:
        """Return the sandbox; `layers` are zips in order.

        Raises:
            CannotRunError: This machine cannot run the function's target.
            ToolError: What a sandbox needs cannot be had.
        """
        ...
