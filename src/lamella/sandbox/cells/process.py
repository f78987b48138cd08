"""Cells that are plain processes: the last resort, where the system lets nothing be kept apart."""

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lamella.errors import CannotRunError
from lamella.sandbox.cells import launcher
from lamella.sandbox.cells.root import LANG, OPT, RUNTIME, TASK
from lamella.sandbox.cells.stale import Folder
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.inside.plan import Plan

MISSING = (
    "this machine's files and programs are visible, and writable where this user may write",
    "/opt, /var/task, /var/runtime and /var/lang lie elsewhere: paths in the code itself do not lead there",
    "this machine's native libraries are visible: a missing one does not show",
    "the user is this one, not Lambda's: files that others may not read can be read",
    "the network is the host's",
    "/tmp is this machine's, without a limit",  # noqa: S108 -- words
    "processes and threads are not limited",
)
# A path as a word of its own, or as an item of a list of paths or settings.
_PATH = re.compile(rf"(?<![^\s:=,;'\"])({OPT}|{TASK}|{RUNTIME}|{LANG})(?=[/\s:,;'\"]|$)")


@dataclass(frozen=True, slots=True)
class Places:
    """Where on this machine the folders of a sandbox are: path by path inside."""

    folders: Mapping[str, str]
    site_packages: str

    def translate(self, text: str) -> str:
        """Replace the paths in an argument or in the value of a variable."""
        return _PATH.sub(lambda found: self.folders[found[1]], text)

    def arrange(self, argv: Sequence[str], environ: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
        """Return arguments and variables with paths of this machine, and what tells the bootstrap where things are."""
        own = {
            "_LAMELLA_OPT": self.folders[OPT],
            "_LAMELLA_SITE_PACKAGES": self.site_packages,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        translated = {name: self.translate(value) for name, value in environ.items()}
        return [self.translate(each) for each in argv], translated | own


def prepare(rooms: Rooms, function: Function, rules: Rules, folder: Folder) -> tuple[Places, Plan]:
    """Return where things are, and what the first process is to do; `folder` takes what has to be on disk.

    Raises:
        CannotRunError: Reads shall be traced, and this disk keeps no access times.
    """
    empty, copy = folder.path / "task", folder.path / "opt"
    empty.mkdir()
    opt = rooms.opt
    if rules.traced:
        copy.mkdir()
        if not keeps_access_times(folder.path):
            raise CannotRunError(
                "what a layer's tests read cannot be recorded here",
                why=f"{folder.path} is on a disk that keeps no access times (mounted with noatime)",
                hint="set LAMELLA_CACHE to a folder on another disk, or allow user namespaces",
            )
        opt = copy
    places = {
        OPT: str(opt.resolve()),
        TASK: str((rooms.task or empty).resolve()),
        RUNTIME: str(rooms.runtime.resolve()),
        LANG: str(rooms.interpreter.resolve().parent.parent),
    }
    plan: Plan = {
        **launcher.serving(function.memory_mb, rules),
        "copies": [(str(rooms.opt.resolve()), places[OPT])] if rules.traced else [],
        "port": 0,
        "folder": places[TASK],
        "traced": places[OPT] if rules.traced else None,
        "probed": places[OPT] if rules.probed else None,
        "processes": None,
    }
    return Places(places, str(rooms.site_packages or "")), plan


def keeps_access_times(folder: Path) -> bool:
    """Return whether reading a file in a folder can be seen by its access time."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"\0")
        file.flush()
        os.utime(file.name, ns=(0, os.fstat(file.fileno()).st_mtime_ns))
        Path(file.name).read_bytes()
        return os.fstat(file.fileno()).st_atime_ns != 0
