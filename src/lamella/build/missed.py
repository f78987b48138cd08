"""Which removed files a failed run missed: the way back from slimming, in words."""

import re
from collections.abc import Iterable
from typing import Final

from lamella.build.removals import Removals, keep_line

_WORD: Final = re.compile(r"['\"`]([\w-][\w.-]+)['\"`]")
_NAME: Final = re.compile(r"['`\"]([A-Za-z_][\w.]*)\\?['`\"]")
_BELOW_OPT: Final = re.compile(r"/opt/([^'\"`\n:]+)")
_NAME_FROM: Final = re.compile(r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'")
_ABSENT: Final = re.compile(r'^\{"event": "lamella\.absent".* "module": "([\w.]+)"', re.MULTILINE)
_HINT: Final = re.compile(r"\w{3,}")
# Below a package: `python/botocore/...`.
_DEPTH: Final = 2


def asked_for(removed: Removals, probed: Iterable[str], message: str, log: str = "") -> tuple[str, ...]:
    """Return the removed files that a failed run asked for, sorted.

    Args:
        removed: Of the layer.
        probed: Paths relative to /opt whose open failed; a folder stands for the removed files in it.
        message: Of the error; may name modules that are not there.
        log: Of the run. Where code swallows the finder's ImportError, the finder's line there is all that tells.
    """
    paths = set(probed)
    folders = tuple(f"{path}/" for path in paths if path)
    inside = {path for path in removed.why if path.startswith(folders)} if folders else set()
    named = {*named_removals(message, removed), *_of_folders_named(message, removed), *_told(log, message, removed)}
    return tuple(sorted({*removed.among(paths), *inside, *named}))


def _of_folders_named(message: str, removed: Removals) -> Iterable[str]:
    """Give removed data files in a folder whose name the message has in quotes.

    Code that lists folders of data opens nothing where they are gone: botocore says "Unknown service: 'dynamodb'".
    """
    words = frozenset(_WORD.findall(message))
    data = (path for path in removed.why if not path.endswith(".py"))
    return (path for path in data if words and not words.isdisjoint(path.split("/")[_DEPTH:-1]))


def _told(log: str, message: str, removed: Removals) -> Iterable[str]:
    """Give the modules that the finder told of: those that the error's first line hints at, where it does.

    Code that tries one plug-in after the other asks for all of them: Pillow says KeyError: 'WEBP'.
    """
    modules = dict.fromkeys(_ABSENT.findall(log))
    words = frozenset(_HINT.findall(message.partition("\n")[0].casefold()))
    hinted = [name for name in modules if any(word in name.rpartition(".")[2].casefold() for word in words)]
    return (path for name in hinted or modules if (path := removed.of_module(name)))


def explanation(paths: Iterable[str], removed: Removals) -> str:
    """Return in words which of the paths were removed by which pass, and the line that keeps them; empty for none."""
    found = removed.among(paths)
    if not found:
        return ""
    passes = ", ".join(sorted({removed.why[path].by for path in found}))
    some = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
    return f"it looked for {some}, which {passes} left out; to have it back: {keep_line(found)}"


def named_removals(text: str, removals: Removals) -> tuple[str, ...]:
    """Return the removed files that an error message names, by their module or below /opt; sorted."""
    names = {*_NAME.findall(text), *names_not_offered([text])}
    modules = {path for name in names if (path := removals.of_module(name))}
    return tuple(sorted(modules.union(removals.among(_BELOW_OPT.findall(text)))))


def names_not_offered(texts: Iterable[str]) -> list[str]:
    """Return `module.name` of each name that a module did not have when it was imported from it."""
    found = (_NAME_FROM.search(text) for text in texts)
    return [f"{each[2]}.{each[1]}" for each in found if each]
