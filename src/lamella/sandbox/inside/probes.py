"""Records which files below a folder were asked for and are not there."""

import os
from contextlib import suppress
from pathlib import Path

from lamella.sandbox.inside import linux, notifications

_PAGE_BYTES = 4096


class Probes:
    """What processes asked for in vain since the last look.

    Args:
        folder: Absolute, without a link in it.
    """

    def __init__(self, folder: str) -> None:
        self._below = folder + "/"
        self._calls = notifications.calls()
        self._missing: set[str] = set()

    def answer(self, listener: int) -> None:
        """Take a notice, look whether its file is there, and let the thread go on."""
        if self._calls is None:
            return
        with suppress(OSError):
            notice = notifications.receive(listener, self._calls)
            with suppress(OSError):
                self._note(notice)
            notifications.go_on(listener, notice)

    def take(self) -> list[str]:
        """Return the paths relative to the folder, sorted, and forget them."""
        missing, self._missing = self._missing, set()
        return sorted(missing)

    def _note(self, notice: notifications.Notice) -> None:
        name = os.fsdecode(_text(notice.thread, notice.address))
        if not name:
            return
        if not name.startswith("/"):
            place = "cwd" if notice.folder is None else f"fd/{notice.folder}"
            name = f"{Path(f'/proc/{notice.thread}/{place}').readlink()}/{name}"
        path = os.path.normpath(name)
        if path.startswith(self._below) and not os.path.lexists(path):
            self._missing.add(path.removeprefix(self._below))


def work_here() -> bool:
    """Return whether the kernel lets failed opens be seen; a short-lived child tries."""
    calls = notifications.calls()
    if calls is None:
        return False
    pid = os.fork()
    if pid == 0:
        try:
            linux.no_new_privileges()
            notifications.listen(calls)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def _text(thread: int, address: int) -> bytes:
    """Read a NUL-terminated text from a thread's memory."""
    text = b""
    memory = os.open(f"/proc/{thread}/mem", os.O_RDONLY)
    try:
        while b"\0" not in text and len(text) < _PAGE_BYTES:
            # Not over the end of a page: what follows may not be mapped.
            rest = _PAGE_BYTES - (address + len(text)) % _PAGE_BYTES
            text += os.pread(memory, rest, address + len(text))
    finally:
        os.close(memory)
    return text.partition(b"\0")[0]
