"""What the user can do about an error that a function's own message explains badly."""

import re

from lamella.model.target import Target
from lamella.sandbox.outcome import FunctionError

_DENIED = re.compile(r"\[Errno 13\] Permission denied: '([^']+)'")
_LIBRARY = re.compile(r"(?:^|[\s:'\"])([^\s:'\"/]+\.so(?:\.\d+)*): cannot open shared object file")
_GLIBC = re.compile(r"version `(GLIBC_[\d.]+)' not found")
_PATH_IN_SANDBOX = re.compile(r"/(?:var/task|opt)/")


def hint_for(error: FunctionError, target: Target) -> str:
    """Return the way out, or an empty text where none is known.

    Args:
        error: As the function's payload has it.
        target: Where it ran.
    """
    if found := _DENIED.search(error.message):
        return _denied(found[1])
    if found := _LIBRARY.search(error.message):
        return _library(found[1], target)
    if found := _GLIBC.search(error.message):
        glibc = ".".join(map(str, target.facts.glibc))
        return f"{target.runtime} has glibc {glibc} and the library wants {found[1]}: build the layer for {target}"
    return ""


def _denied(path: str) -> str:
    if not _PATH_IN_SANDBOX.search(path):
        return ""
    name = _PATH_IN_SANDBOX.split(path, maxsplit=1)[-1]
    return (
        f"Lambda's user is not the owner of the files and may not read this one: `chmod 644 {name}` (755 for folders "
        "and programs), then make the zip again"
    )


def _library(name: str, target: Target) -> str:
    return (
        f"{name} is not known to be part of Lambda's {target.runtime} image, so it is not here either: bring it in a "
        f'layer, as lib/{name} (`include = [{{ from = "{name}", to = "lib/{name}" }}]`; /opt/lib is searched), or take '
        f"a package that bundles it; --loose shows this machine's libraries, to see whether anything else is missing"
    )
