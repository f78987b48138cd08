"""Where symbolic links lead, decided on names alone; none is ever followed on a disk."""

from collections.abc import Mapping

from lamella.archive.names import MAX_DEPTH, MAX_NAME_BYTES, shown
from lamella.archive.rules import Rule

MAX_LINKS = 10_000
MAX_HOPS = 8


def check_links(links: Mapping[str, str]) -> None:
    """Check that every link is relative and stays inside, also through other links.

    Args:
        links: Each link's path and target.

    Raises:
        HostileArchiveError: A link is absolute, leads out, loops, or there are too many.
    """
    if len(links) > MAX_LINKS:
        raise Rule.LINK_CHAIN.broken(f"{len(links):,} links, at most {MAX_LINKS:,}")
    for path, target in links.items():
        if not target or target.startswith("/") or "\\" in target or "\0" in target:
            raise Rule.LINK_ESCAPES.broken(_arrow(path, target))
        if len(target.encode()) > MAX_NAME_BYTES or target.count("/") >= MAX_DEPTH:
            raise Rule.NAME_TOO_LONG.broken(_arrow(path, target))
    for path in links:
        _resolve(path, links)


def _resolve(path: str, links: Mapping[str, str]) -> None:
    pending = path.split("/")[::-1]
    at: list[str] = []
    hops = 0
    while pending:
        part = pending.pop()
        if part in {"", "."}:
            continue
        if part == "..":
            if not at:
                raise Rule.LINK_ESCAPES.broken(_arrow(path, links[path]))
            at.pop()
            continue
        at.append(part)
        target = links.get("/".join(at))
        if target is not None:
            hops += 1
            if hops > MAX_HOPS:
                raise Rule.LINK_CHAIN.broken(_arrow(path, links[path]))
            at.pop()
            pending.extend(reversed(target.split("/")))


def _arrow(path: str, target: str) -> str:
    return f"{shown(path)} -> {shown(target)}"
