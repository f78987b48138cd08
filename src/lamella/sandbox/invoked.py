"""What one command's events were answered with."""

from dataclasses import dataclass

from lamella.sandbox.outcome import Invocation, Isolation


@dataclass(frozen=True, slots=True)
class Invoked:
    """The answers.

    Attributes:
        invocations: In order; the last one may be an error, after which no more are sent.
        isolation: How the sandbox was kept apart.
        notes: What AWS would refuse, and what else the user should know.
        missed: Paths relative to /opt that the build removed and the failed function asked for, with the line of
            lamella.toml that keeps them; empty where there are none.
    """

    invocations: tuple[Invocation, ...]
    isolation: Isolation
    notes: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    keep: str = ""

    @property
    def failed(self) -> bool:
        """Whether the function answered with an error."""
        return self.invocations[-1].error is not None
