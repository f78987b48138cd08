"""Which data files code that stays can find: what it spells out, and what native code is linked to."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from lamella.build.elf.dynamic import read_dynamic
from lamella.build.passes.pysource import scan
from lamella.build.passes.references import References
from lamella.build.passes.sites import site_of

# A lexicon and a table of time zones pass; botocore's models of all services do not.
MOST_NAMED_BYTES: Final = 2_500_000
# The standard library reads these packages; no code of a layer names their data.
_STANDARD_LIBRARY_READS: Final = ("python/tzdata/",)


def named(sources: Mapping[str, bytes], data: Iterable[str], paths: frozenset[str]) -> dict[str, str]:
    """Return data files that sources spell out -> the source.

    Args:
        sources: Sources that stay, by path.
        data: Paths of data files that may go.
        paths: Every path of the layer.
    """
    data = tuple(data)
    references = References(data, paths)
    found: dict[str, str] = {}
    for path, source in sorted(sources.items()):
        if references.mentions.in_source(source):
            for each in references.of(path, scan(source)):
                found.setdefault(each, path)
    for each in data:
        if each.startswith(_STANDARD_LIBRARY_READS):
            found.setdefault(each, "zoneinfo of the standard library")
    return found


def affordable(found: Mapping[str, str], size_of: Callable[[str], int]) -> tuple[dict[str, str], dict[str, int]]:
    """Split named data into what stays, and folders of which too much is named -> bytes that go.

    A folder is one directly in a top-level package: `python/pytz/zoneinfo`.
    """
    totals: dict[str, int] = {}
    for path in found:
        totals[_folder(path)] = totals.get(_folder(path), 0) + size_of(path)
    goes = {folder: size for folder, size in totals.items() if size > MOST_NAMED_BYTES}
    return {path: source for path, source in found.items() if _folder(path) not in goes}, goes


def _folder(path: str) -> str:
    site = site_of(path) or ""
    return site + "/".join(path.removeprefix(site).split("/")[:2])


def linked(kept: Iterable[str], native: Mapping[str, list[str]], read: Callable[[str], bytes]) -> dict[str, str]:
    """Return libraries of the layer that native code which stays is linked to -> who is.

    Args:
        kept: Paths of native code that stays.
        native: File name -> paths of the layer's native code.
        read: Returns a file's content.
    """
    found: dict[str, str] = {}
    waiting = list(kept)
    known = set(waiting)
    while waiting:
        path = waiting.pop()
        for name in read_dynamic(read(path)).needed:
            for each in native.get(name, ()):
                if each not in known:
                    known.add(each)
                    found[each] = path
                    waiting.append(each)
    return found
