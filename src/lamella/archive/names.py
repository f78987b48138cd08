"""Which names a layer may hold, alone and beside each other."""

import re
import unicodedata
from dataclasses import dataclass, field

from lamella.archive.entry import Kind
from lamella.archive.rules import Rule

MAX_NAME_BYTES = 1024
MAX_DEPTH = 64
MAX_FOLDERS = 50_000

# C0 and C1 controls, line separators, and every character that changes the direction of text.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\\\\]")
_DRIVE = re.compile("[A-Za-z]:")


def shown(name: str | bytes) -> str:
    """Return a hostile name in printable ASCII, at most 120 characters."""
    text = name.decode("ascii", "backslashreplace") if isinstance(name, bytes) else name
    plain = ascii(text)[1:-1]
    return f"`{plain[:117]}...`" if len(plain) > 120 else f"`{plain}`"


def decoded(raw: bytes) -> str:
    """Return an entry's name without the slash that marks a folder.

    Names are read as UTF-8 whether or not bit 11 says so: Info-ZIP writes UTF-8 without it, and no multi-byte
    sequence holds an ASCII character, so no other reading adds a slash or a dot.

    Raises:
        HostileArchiveError: The name breaks a rule.
    """
    if len(raw) > MAX_NAME_BYTES:
        raise Rule.NAME_TOO_LONG.broken(f"{shown(raw)}, {len(raw):,} bytes")
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Rule.NAME_ENCODING.broken(shown(raw)) from None
    name = name.removesuffix("/") if name != "/" else name
    check_name(name)
    return name


def check_name(name: str) -> None:
    """Check one path, without the slash that marks a folder.

    Raises:
        HostileArchiveError: The name breaks a rule.
    """
    if not name:
        raise Rule.NAME_EMPTY.broken()
    if _FORBIDDEN.search(name):
        raise Rule.NAME_CHARACTER.broken(shown(name))
    if name.startswith("/") or _DRIVE.match(name):
        raise Rule.NAME_ABSOLUTE.broken(shown(name))
    parts = name.split("/")
    if len(parts) > MAX_DEPTH:
        raise Rule.NAME_TOO_LONG.broken(f"{shown(name)}, {len(parts)} levels")
    if not {"", ".", ".."}.isdisjoint(parts):
        raise Rule.NAME_TRAVERSAL.broken(shown(name))


def folded(name: str) -> str:
    """Return what names that differ only in case or Unicode form have in common."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@dataclass(slots=True)
class Names:
    """Checks names against each other; folders that only entries below them imply count too."""

    _folders: dict[str, bool] = field(default_factory=dict)
    _files: set[str] = field(default_factory=set)
    _by_folded: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, kind: Kind) -> None:
        """Add a checked name.

        Raises:
            HostileArchiveError: It is there already, collides with another name, or lies below a file or a link.
        """
        if name in self._files or self._folders.get(name):
            raise Rule.DUPLICATE.broken(shown(name))
        if kind is Kind.FOLDER:
            self._add_folder(name, listed=True)
        else:
            if name in self._folders:
                raise Rule.FILE_AND_FOLDER.broken(shown(name))
            self._files.add(name)
            self._fold(name)
        parent = name.rpartition("/")[0]
        while parent and parent not in self._folders:
            self._add_folder(parent, listed=False)
            parent = parent.rpartition("/")[0]

    def _add_folder(self, name: str, *, listed: bool) -> None:
        if name in self._files:
            raise Rule.FILE_AND_FOLDER.broken(shown(name))
        if name not in self._folders:
            if len(self._folders) == MAX_FOLDERS:
                raise Rule.TOO_MANY_ENTRIES.broken(f"more than {MAX_FOLDERS:,} folders")
            self._fold(name)
        self._folders[name] = listed

    def _fold(self, name: str) -> None:
        other = self._by_folded.setdefault(folded(name), name)
        if other != name:
            raise Rule.CASE_COLLISION.broken(f"{shown(other)} and {shown(name)}")
