"""Opens the place that a function's processes run in."""

from pathlib import Path

from lamella.errors import ToolError
from lamella.sandbox import launcher, namespaces
from lamella.sandbox.cell import Cell, Listener
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.isolation import probe
from lamella.sandbox.outcome import Isolation
from lamella.sandbox.remote import RemoteCell, start


def open_cell(
    rooms: Rooms,
    function: Function,
    rules: Rules,
    hear: Listener,
    *,
    scratch: Path,
    isolation: Isolation | None = None,
) -> Cell:
    """Open a cell; threads may do so at once.

    Args:
        rooms: What becomes /opt, /var/task, /var/runtime and /var/lang.
        function: For its target, memory, and the size of /tmp.
        rules: How strict it is.
        hear: Is called from a thread of the cell with what its processes write and how they end.
        scratch: A folder for what has to be on disk; need not exist.
        isolation: What `probe` said; `None` probes.

    Raises:
        ToolError: It cannot be made; nothing is left of it.
    """
    chosen = isolation or probe(scratch)
    plan = namespaces.plan(rooms, function, rules)
    try:
        started = start(launcher.command(), plan)
    except OSError as error:
        raise ToolError("the sandbox cannot be made", why=str(error)) from error
    return RemoteCell(started, chosen, rooms.opt / "extensions", hear)
