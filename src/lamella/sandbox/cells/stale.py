"""Folders of sandboxes on disk, and the removal of those whose lamella was killed."""

from contextlib import suppress
from pathlib import Path

from lamella.host import cached_folder

_PREFIX = "sandbox-"


class Folder:
    """A new folder of this user alone, removed by `close`, or by the next `sweep` after this process ended in any way.

    The system drops the lock on it when its process ends. Unlike a process id this also holds where two containers
    share the folder.

    Attributes:
        path: The folder.
    """

    def __init__(self, scratch: Path) -> None:
        self._lease = cached_folder.leased(scratch, _PREFIX)
        self.path = self._lease.path
        self.path.chmod(0o700)
        self._closed = False

    def close(self) -> None:
        """Remove the folder and all in it; it may be called twice."""
        if not self._closed:
            self._closed = True
            with suppress(OSError):
                cached_folder.remove_tree(self.path)
            self._lease.close()


def sweep(scratch: Path) -> None:
    """Remove the folders below `scratch` that no living process holds; what cannot be removed stays."""
    cached_folder.sweep(scratch, _PREFIX)
