"""Which removed files a failed run asked for: the way back from slimming."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from lamella.archive.python_path import Minor
from lamella.build.removals import Removals, keep_line, removals
from lamella.sandbox.probe import verdict

_NONE: Removals = Removals({}, (3, 0))
_QUOTED = re.compile(r"['\"`]([\w-][\w.-]+)['\"`]")
# Below a package: `python/botocore/...`.
_DEPTH = 2


def read_removals(archive: Path, present: Iterable[str], minor: Minor) -> Removals:
    """Return what the build took out, from the manifest beside an archive; nothing when there is none.

    Args:
        archive: The zip.
        present: Paths in it.
        minor: Of the target's Python.
    """
    beside = archive.with_name(f"{archive.name.removesuffix('.zip')}.manifest.json")
    try:
        document = json.loads(beside.read_bytes())
    except (OSError, ValueError):
        return _NONE
    return removals(document, present, minor) if isinstance(document, dict) else _NONE


def asked_for(removed: Removals, probed: Iterable[str], message: str) -> tuple[str, ...]:
    """Return the removed files that a failed run asked for, sorted.

    Args:
        removed: Of the layer.
        probed: Paths relative to /opt whose open failed; a folder stands for the removed files in it.
        message: Of the error; may name modules that are not there.
    """
    paths = set(probed)
    folders = tuple(f"{path}/" for path in paths if path)
    inside = {path for path in removed.why if path.startswith(folders)} if folders else set()
    named = {*verdict.named_removals(message, removed), *_of_folders_named(message, removed)}
    return tuple(sorted({*removed.among(paths), *inside, *named}))


def _of_folders_named(message: str, removed: Removals) -> Iterable[str]:
    """Give removed data files in a folder whose name the message has in quotes.

    Code that lists folders of data opens nothing where they are gone: botocore says "Unknown service: 'dynamodb'".
    """
    words = frozenset(_QUOTED.findall(message))
    data = (path for path in removed.why if not path.endswith(".py"))
    return (path for path in data if words and not words.isdisjoint(path.split("/")[_DEPTH:-1]))


def way_back(paths: Iterable[str], removed: Removals) -> str:
    """Return in words which of the paths were removed by which pass, and the line that keeps them; empty for none."""
    found = removed.among(paths)
    if not found:
        return ""
    passes = ", ".join(sorted({removed.why[path].by for path in found}))
    some = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
    return f"it looked for {some}, which {passes} left out; to have it back: {keep_line(found)}"
