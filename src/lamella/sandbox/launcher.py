"""The command that starts a cell's first process in an interpreter of its own."""

import sys
from collections.abc import Sequence
from pathlib import Path

_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from lamella.sandbox.inside import launch; launch.main()"


def command(interpreter: str = sys.executable, packages: str = str(Path(__file__).parents[2])) -> Sequence[str]:
    """Return the command, to which the number of a socket is to be added.

    Args:
        interpreter: What runs it, Python 3.10 or later.
        packages: The folder that lamella is in.
    """
    return (interpreter, "-I", "-S", "-c", _PROGRAM, packages)
