"""Keeps of dist-info and egg-info folders what is read at run time, and one such folder a distribution."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from lamella.build.globs import Globs
from lamella.build.passes.draft import Draft
from lamella.build.passes.infos import Info, infos, surplus
from lamella.build.passes.toplevel import is_derived
from lamella.model.layer import Slim, Slimming
from lamella.model.passes import PassResult
from lamella.model.ports import Contents
from lamella.model.tree import File, Tree

NAME = "metadata"
REASONS: Final[Mapping[str, str]] = {
    "volatile": "written by the installer: it names the build machine or differs from installer to installer, "
    "and would make each build another archive",
    "duplicate": "metadata of another version of a distribution that is there once; importlib.metadata would find "
    "either of them",
    "top-level": "importlib.metadata derives the same names from RECORD",
    "build-only": "read when a package is built, installed or removed, not when it runs",
}
_VOLATILE: Final = frozenset({"direct_url.json", "uv_cache.json", "uv_build.json", "INSTALLER", "REQUESTED"})
_DIST_INFO: Final = frozenset({"METADATA", "RECORD", "entry_points.txt", "namespace_packages.txt"})
# importlib.metadata reads a package's requirements from requires.txt, and its files from SOURCES.txt only if asked.
_EGG_INFO: Final = frozenset(
    {"PKG-INFO", "entry_points.txt", "top_level.txt", "requires.txt", "namespace_packages.txt"}
)
_LICENCE: Final = re.compile(
    r"(?:.*/)?(?:licen[cs]es?|license_files)/.+"
    r"|(?:.*[_.-])?(?:licen[cs]es?|copying|copyright|notices?|authors|credits|patents|eula|unlicense)(?:[_.-].*)?",
    re.IGNORECASE,
)


def apply(tree: Tree, contents: Contents, slimming: Slimming) -> PassResult:
    """Take out metadata that nothing reads at run time.

    What the installer noted about itself goes always; the rest stays with `slim = "off"`. A file whose name a source
    of the unit has in quotes stays.
    """
    keep = Globs(slimming.keep)
    draft = Draft(NAME, tree, REASONS)
    found = infos(tree, contents)
    losers = surplus(found) if slimming.slim is Slim.SAFE else {}
    for loser, winner in losers.items():
        draft.note(_leftovers(loser, winner, tree))
    doubtful: list[tuple[File, str]] = []
    for info in found:
        for file in info.files:
            rule = "duplicate" if info in losers else _rule(file, info, tree, contents, slimming)
            if rule is None or keep.matches(file.path):
                continue
            if rule in {"volatile", "duplicate"}:
                draft.remove(file, rule)
            else:
                doubtful.append((file, rule))
    read = _names_in_quotes({file.name for file, _ in doubtful}, tree, contents)
    for file, rule in doubtful:
        if file.name not in read:
            draft.remove(file, rule)
    for name in sorted(read):
        count = sum(file.name == name for file, _ in doubtful)
        draft.note(f"{name} stays{f' in {count} folders' if count > 1 else ''}: a source names it")
    return draft.result()


def _rule(file: File, info: Info, tree: Tree, contents: Contents, slimming: Slimming) -> str | None:
    within = file.path.removeprefix(info.folder)
    if within in _VOLATILE:
        return "volatile"
    if slimming.slim is Slim.OFF or _LICENCE.fullmatch(within):
        return None
    if info.is_egg:
        return None if within in _EGG_INFO else "build-only"
    if within == "top_level.txt":
        declared = contents.read(file).decode("utf-8", "replace").split()
        return "top-level" if is_derived(declared, info.owned, tree.target, slimming.bytecode) else None
    return None if within in _DIST_INFO else "build-only"


def _leftovers(loser: Info, winner: Info, tree: Tree) -> str:
    left = sorted((loser.recorded.keys() - winner.recorded.keys()) & tree.paths())
    left = [path for path in left if not path.startswith(loser.folder)]
    text = f"{loser.title} is there beside {winner.title}: its metadata goes"
    if not left:
        return text
    more = f" and {len(left) - 3} more" if len(left) > 3 else ""
    return f"{text}; files that only it recorded stay: {', '.join(left[:3])}{more}"


def _names_in_quotes(names: Iterable[str], tree: Tree, contents: Contents) -> frozenset[str]:
    wanted = sorted(name.encode() for name in names)
    if not wanted:
        return frozenset()
    quoted = re.compile(rb"(?:%s)(?=['\"])" % b"|".join(re.escape(name) for name in wanted))
    found: set[bytes] = set()
    for file in tree.files:
        if file.path.endswith(".py"):
            source = contents.read(file)
            if any(name in source for name in wanted):
                found.update(quoted.findall(source))
    return frozenset(name.decode() for name in found)
