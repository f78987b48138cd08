"""Many paths in little space, one line a folder: `python/numpy: __init__.py version.py`."""

from collections.abc import Iterable
from urllib.parse import unquote

_ESCAPED = str.maketrans({" ": "%20", "%": "%25", ":": "%3A", "\n": "%0A"})


def grouped(paths: Iterable[str]) -> tuple[str, ...]:
    """Return a line for each folder, sorted; blanks and colons in names are written as in an address."""
    folders: dict[str, list[str]] = {}
    for path in sorted(set(paths)):
        folder, _, name = path.translate(_ESCAPED).rpartition("/")
        folders.setdefault(folder, []).append(name)
    return tuple(f"{folder}: {' '.join(names)}" for folder, names in sorted(folders.items()))


def ungrouped(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the paths of lines that `grouped` made, sorted; what is no such line gives no path."""
    found: set[str] = set()
    for line in lines:
        folder, colon, names = line.partition(": ")
        found.update(unquote(f"{folder}/{name}" if folder else name) for name in names.split(" ") if colon and name)
    return tuple(sorted(found))
