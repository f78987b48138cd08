"""Which targets this machine can run, and with which interpreter."""

import platform
import sys
from collections.abc import Mapping
from pathlib import Path

from lamella.errors import CannotRunError
from lamella.host import interpreters
from lamella.host.interpreters import Interpreter
from lamella.model.target import Architecture, Target

_MACHINES = {"x86_64": Architecture.X86_64, "amd64": Architecture.X86_64, "aarch64": Architecture.ARM64,
             "arm64": Architecture.ARM64}  # fmt: skip


def machine_architecture() -> Architecture | None:
    """Return this machine's instruction set; `None` where no Lambda has it, or the system is not Linux."""
    return _MACHINES.get(platform.machine().lower()) if sys.platform == "linux" else None


def interpreter_for(target: Target, environ: Mapping[str, str], cache: Path) -> Interpreter:
    """Return an interpreter that runs the target here.

    Raises:
        CannotRunError: The architecture is another one, the system is not Linux, or there is no interpreter.
        ConfigError: A variable like LAMELLA_PYTHON_312 names no such interpreter.
    """
    here = machine_architecture()
    if here is None:
        raise CannotRunError(
            f"{target} cannot run here",
            why=f"the sandbox needs Linux on x86_64 or arm64; this is {sys.platform} on {platform.machine()}",
            hint="run it on a Linux machine, such as a CI job",
        )
    if target.architecture is not here:
        raise CannotRunError(
            f"{target} cannot run here",
            why=f"this machine is {here}",
            hint=f"run it on a machine with {target.architecture}, such as a CI job",
        )
    found = interpreters.find(target.python_minor, environ, cache)
    if found is None:
        minor = target.runtime.removeprefix("python")
        raise CannotRunError(
            f"{target} cannot run here: no interpreter of Python {minor} was found",
            why="looked at " + "; ".join(interpreters.searched(target.python_minor, environ)),
            hint=f"install one (`uv python install {minor}`), or set {interpreters.variable(target.python_minor)}",
        )
    return found
