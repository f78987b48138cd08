"""Prepares the folders of a sandbox: finds the interpreter, merges the layers, copies the code, fetches the runtime."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Self

from lamella.host.cached_folder import sweep
from lamella.host.local_target import interpreter_for
from lamella.host.runtime_client import Source, runtime_folders
from lamella.host.uv import Uv
from lamella.sandbox.function import Function, Rooms
from lamella.sandbox.rooms import task
from lamella.sandbox.rooms.opt import unpacked


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
        bootstrap = files("lamella.sandbox.rooms").joinpath("runtime", "bootstrap.py").read_bytes()
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
