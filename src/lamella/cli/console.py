"""The two streams of a command: results on stdout, everything else on stderr."""

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from lamella.errors import LamellaError


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes.

    Attributes:
        out, err: Results, and progress with messages.
        environ: The process's environment.
        color: Whether colour may be used on `out`.
        interactive: Whether `err` is a terminal, so that a progress bar makes sense.
    """

    out: TextIO
    err: TextIO
    environ: Mapping[str, str]
    color: bool
    interactive: bool

    @classmethod
    def of_process(cls, environ: Mapping[str, str]) -> "Console":
        """The console of this process; `NO_COLOR` and `TERM=dumb` are honoured."""
        for stream in (sys.stdout, sys.stderr):
            # A name that the terminal's encoding lacks is shown escaped; it must not end the command.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        return cls(
            sys.stdout,
            sys.stderr,
            environ,
            sys.stdout.isatty() and not plain,
            sys.stderr.isatty() and not plain,
        )

    def result(self, text: str) -> None:
        """Write a result."""
        print(text, file=self.out)

    def say(self, text: str) -> None:
        """Write a message."""
        print(text, file=self.err)

    def fail(self, error: LamellaError, about: str = "") -> None:
        """Write an error: what happened, why, what to do next; `about` says which part of the work it ended."""
        from lamella.render.plain import plain

        first = f"{about}: error: {error.what}" if about else f"error: {error.what}"
        lines = [first, *(f"  {line}" for line in error.why.splitlines())]
        self.say(plain("\n".join([*lines, f"hint: {error.hint}"] if error.hint else lines)))
