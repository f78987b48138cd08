"""A Target: a Lambda runtime and an architecture."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Self

from lamella.errors import ConfigError
from lamella.limits import Runtime, limits


class Architecture(StrEnum):
    """An instruction set that Lambda offers, by Lambda's own name."""

    X86_64 = "x86_64"
    ARM64 = "arm64"

    @property
    def other(self) -> "Architecture":
        """The instruction set that this one is not."""
        return Architecture.ARM64 if self is Architecture.X86_64 else Architecture.X86_64


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A runtime and an architecture, written `python3.12/x86_64`."""

    runtime: str
    architecture: Architecture

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `python3.12/x86_64`.

        Raises:
            ConfigError: The form, the runtime or the architecture is unknown; the message lists what is allowed.
        """
        runtime, slash, architecture = text.partition("/")
        known = limits().runtimes
        if not slash:
            raise ConfigError(f"`{text}` is not a target", hint="write RUNTIME/ARCHITECTURE, such as python3.12/x86_64")
        if runtime not in known:
            raise ConfigError(f"unknown runtime `{runtime}`", hint=_allowed(runtime, tuple(known)))
        if architecture not in tuple(Architecture):
            raise ConfigError(
                f"unknown architecture `{architecture}`", hint=_allowed(architecture, tuple(Architecture))
            )
        return cls(runtime, Architecture(architecture))

    def __str__(self) -> str:
        return f"{self.runtime}/{self.architecture}"

    @property
    def slug(self) -> str:
        """The target as part of a file name: `python3.12-x86_64`."""
        return f"{self.runtime}-{self.architecture}"

    @property
    def python_minor(self) -> tuple[int, int]:
        """The Python minor version, such as `(3, 12)`."""
        major, minor = self.runtime.removeprefix("python").split(".")
        return int(major), int(minor)

    @property
    def twin(self) -> "Target":
        """The same runtime on the other architecture."""
        return Target(self.runtime, self.architecture.other)

    @property
    def facts(self) -> Runtime:
        """What limits.toml knows about the runtime."""
        return limits().runtimes[self.runtime]


def _allowed(found: str, choices: tuple[str, ...]) -> str:
    close = get_close_matches(found, choices, n=1)
    meant = f"did you mean `{close[0]}`? " if close else ""
    return f"{meant}allowed: {', '.join(choices)}"
