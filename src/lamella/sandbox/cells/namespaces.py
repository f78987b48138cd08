"""Cells in Linux namespaces that lamella makes itself."""

from lamella.sandbox.cells import launcher, root
from lamella.sandbox.cells.first_process import refusal
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.inside.plan import Plan, Root

_NOTHING: Root = {
    "folders": ["/dev", root.TASK],
    "links": [],
    "texts": [],
    "binds": [],
    "masks": [],
    "copies": [],
    "devices": ["/dev/null"],
    "tmp_mb": 1,
}


def plan(rooms: Rooms, function: Function, rules: Rules) -> Plan:
    """Return what the first process is to make.

    Raises:
        ToolError: The interpreter cannot be used.
    """
    return {**launcher.serving(function.memory_mb, rules), "root": root.plan(rooms, function, rules)}


def refused() -> str | None:
    """Return why such cells cannot be made here; `None` when one could."""
    return refusal(launcher.command(), {**launcher.serving(0, Rules()), "root": _NOTHING})
