"""Takes symbols and debug data out of native code, where the result is proved to load as before."""

import re
from typing import assert_never

from lamella.build.elf.parse import MAGIC
from lamella.build.elf.strip import NothingToStrip, Stripped, Untouched, strip_elf
from lamella.build.globs import Globs
from lamella.build.passes.draft import Draft
from lamella.model.layer import Slim, Slimming
from lamella.model.passes import PassResult
from lamella.model.ports import Contents
from lamella.model.tree import EXECUTABLE_MODE, File, Tree

NAME = "strip"
REASONS = {
    "debug": "debug data is for debuggers; no loader maps it",
    "symbols": "the linker's symbol table; the loader reads another one (.dynsym), which stays",
}

_SHARED_OBJECT = re.compile(r"\.so(\.[^/]+)?$|\.libs/[^/]+$")


def apply(tree: Tree, contents: Contents, slimming: Slimming) -> PassResult:
    """Strip shared objects, bundled libraries (`*.libs/`) and executables that are ELF files.

    A file in doubt stays as it is, with a note; so does, without one, a file with less than 1 KiB to gain.
    """
    draft = Draft(NAME, tree, REASONS)
    keep = Globs(slimming.keep)
    for file in tree.files if slimming.slim is not Slim.OFF else ():
        if not _is_candidate(file) or keep.matches(file.path):
            continue
        data = contents.read(file)
        if not data.startswith(MAGIC):
            continue
        result = strip_elf(data)
        match result:
            case Stripped(content, sections):
                draft.rewrite(file, content, _rule(sections))
            case NothingToStrip():
                pass
            case Untouched(reason):
                draft.note(f"{file.path} is not stripped: {reason}")
            case _:
                assert_never(result)
    return draft.result()


def _is_candidate(file: File) -> bool:
    return file.mode == EXECUTABLE_MODE or _SHARED_OBJECT.search(file.path) is not None


def _rule(sections: tuple[str, ...]) -> str:
    return "debug" if any("debug_" in name for name in sections) else "symbols"
