"""Prepares the folders of a sandbox: finds the interpreter, merges the layers, copies the code, fetches the runtime."""

import platform
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Self

from lamella.errors import CannotRunError
from lamella.host import interpreters
from lamella.host.cached_folder import sweep
from lamella.host.interpreters import Interpreter
from lamella.host.runtime_client import Source, runtime_folders
from lamella.host.uv import Uv
from lamella.model.target import Architecture, Target
from lamella.sandbox import task
from lamella.sandbox.function import Function, Rooms
from lamella.sandbox.opt import unpacked

_MACHINES = {"x86_64": Architecture.X86_64, "amd64": Architecture.X86_64, "aarch64": Architecture.ARM64,
             "arm64": Architecture.ARM64}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Needs:
    """What decides the folders.

    Attributes:
        function: Its target and code.
        layers: Zips in order; later ones win.
        runtime_boto3: `None` for the pinned release, `False` for none, `1.40` for the newest of that line.
        environ: Where interpreters are looked for, and uv's settings.
        cache: Lamella's cache.
    """

    function: Function
    layers: tuple[Path, ...]
    runtime_boto3: str | bool | None
    environ: Mapping[str, str]
    cache: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rooms that stay until they are given back; use as a context manager."""

    rooms: Rooms
    _leases: ExitStack

    def close(self) -> None:
        """Give them back; the copy of the code is removed."""
        self._leases.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def prepare(needs: Needs, scratch: Path) -> Prepared:
    """Prepare the folders.

    Args:
        needs: See there.
        scratch: For the copy of the code; copies that a killed lamella left there are removed.

    Raises:
        CannotRunError: This machine cannot run the target.
        UsageError: There is no layer or code at a path.
        HostileArchiveError: A layer breaks a rule of the reader.
        OverLimitError: The code is larger than AWS allows.
        ToolError: The runtime's own packages cannot be fetched.
    """
    function = needs.function
    interpreter = interpreter_for(function.target, needs.environ, needs.cache)
    sweep(scratch, task.PREFIX)
    with ExitStack() as leases:
        opt = leases.enter_context(unpacked(needs.layers, needs.cache))
        code = None
        if function.code is not None:
            code = task.prepared(function.code, needs.cache, scratch)
            leases.callback(task.discard, code)
        bootstrap = files("lamella.sandbox").joinpath("runtime", "bootstrap.py").read_bytes()
        source = Source(function.target, interpreter, needs.runtime_boto3, bootstrap)
        folders = runtime_folders(source, Uv(needs.environ, Path("/")), needs.cache)
        leases.enter_context(folders.runtime)
        if folders.site_packages is not None:
            leases.enter_context(folders.site_packages)
        rooms = Rooms(
            opt.path,
            code.path if code else None,
            folders.runtime.path,
            folders.site_packages.path if folders.site_packages else None,
            interpreter.path,
        )
        return Prepared(rooms, leases.pop_all())


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
