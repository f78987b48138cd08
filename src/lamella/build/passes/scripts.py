"""Python scripts in `bin/` folders: their first line names an interpreter of the machine that installed them."""

import re
from typing import Final

from lamella.model.target import Target

_SHEBANG: Final = re.compile(rb"#![ \t]*(?:\S*/env[ \t]+(?:-\S+[ \t]+)*)?(?:\S*/)?python[\w.]*(?:[ \t][^\n]*)?\r?\n")
# What installers write where the interpreter's path is longer than a kernel reads.
_TRAMPOLINE: Final = re.compile(rb"#!/bin/sh\n'''exec' [^\n]*python[^\n]*\n' '''\n")


def is_python_script(content: bytes) -> bool:
    """Whether a file is a script that starts Python."""
    return _SHEBANG.match(content) is not None or _TRAMPOLINE.match(content) is not None


def for_lambda(content: bytes, target: Target) -> bytes:
    """Return a Python script with the first line that works on Lambda; anything else as it is."""
    major, minor = target.python_minor
    found = _TRAMPOLINE.match(content) or _SHEBANG.match(content)
    if found is None:
        return content
    return f"#!/var/lang/bin/python{major}.{minor}\n".encode() + content[found.end() :]
