"""The accounts of an embedded cloud: the default one, and every one that a caller's access key named."""

import re
import threading
from pathlib import Path

import msgspec

from lamella.atomic import replace_bytes
from lamella.cloud.http.message import DEFAULT_ACCOUNT

_ACCOUNT = re.compile(r"[0-9]{12}")


class Accounts:
    """Remembers accounts in a file; threads share it.

    Args:
        path: The file; need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._seen = _read(path)

    def see(self, access_key: str) -> None:
        """Remember the account that an access key names, where it names one.

        Raises:
            OSError: The file cannot be written.
        """
        if access_key in self._seen or not _ACCOUNT.fullmatch(access_key):
            return
        with self._guard:
            self._seen |= {access_key}
            replace_bytes(self._path, msgspec.json.encode(sorted(self._seen)))

    def seen(self) -> tuple[str, ...]:
        """Return all of them, sorted."""
        return tuple(sorted(self._seen))


def _read(path: Path) -> frozenset[str]:
    try:
        return frozenset(msgspec.json.decode(path.read_bytes(), type=list[str])) | {DEFAULT_ACCOUNT}
    except (FileNotFoundError, msgspec.DecodeError):
        return frozenset({DEFAULT_ACCOUNT})
