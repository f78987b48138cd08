"""The command that starts a cell's first process in an interpreter of its own."""

import sys
from collections.abc import Sequence
from pathlib import Path

from lamella.sandbox.cells.root import GROUP, OPT, TASK, USER
from lamella.sandbox.function import Rules
from lamella.sandbox.inside.plan import Plan

PACKAGE = Path(__file__).parents[1]
# The packages above the programs are left empty: what they import is not needed inside, and may not be there.
_PROGRAM = """\
import sys, types
for name, path in ("lamella", []), ("lamella.sandbox", [sys.argv[1]]):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = path
from lamella.sandbox.inside import launch
launch.main()
"""

PORT = 9001
# Lambda quotas: 1,024 execution processes and threads.
_PROCESSES = 1024
_KB_PER_MB = 1024


def command(interpreter: str = sys.executable, package: str = str(PACKAGE)) -> Sequence[str]:
    """Return the command, to which the number of a socket is to be added.

    Args:
        interpreter: What runs it, Python 3.10 or later.
        package: The folder that `inside` is in.
    """
    return (interpreter, "-I", "-S", "-c", _PROGRAM, package)


def serving(memory_mb: int, rules: Rules) -> Plan:
    """Return what the first process is to do in a root that is there."""
    return {
        "root": None,
        "copies": [],
        "network": rules.network,
        "user": USER,
        "group": GROUP,
        "port": 0 if rules.network else PORT,
        "folder": TASK,
        "traced": OPT if rules.traced else None,
        "probed": OPT if rules.probed else None,
        "memory_kb": memory_mb * _KB_PER_MB,
        "processes": _PROCESSES,
    }
