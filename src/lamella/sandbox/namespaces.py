"""Cells in Linux namespaces of their own."""

from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.inside.plan import Plan
from lamella.sandbox.root import GROUP, OPT, TASK, USER
from lamella.sandbox.root import plan as root_plan

PORT = 9001
# Lambda quotas: file descriptors and processes with threads of an execution environment are 1,024 each.
PROCESSES = 1024
_KB_PER_MB = 1024


def plan(rooms: Rooms, function: Function, rules: Rules) -> Plan:
    """Return what the first process is to make.

    Raises:
        ToolError: The interpreter cannot be used.
    """
    return {
        "root": root_plan(rooms, function, rules),
        "network": rules.network,
        "user": USER,
        "group": GROUP,
        "port": 0 if rules.network else PORT,
        "folder": TASK,
        "traced": OPT if rules.traced else None,
        "probed": OPT if rules.probed else None,
        "memory_kb": function.memory_mb * _KB_PER_MB,
        "processes": PROCESSES,
    }
