"""Opens the place that a function's processes run in."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import assert_never

from lamella.errors import ToolError
from lamella.sandbox.cell import Cell, Listener
from lamella.sandbox.cells import bubblewrap, launcher, namespaces, process
from lamella.sandbox.cells import isolation as isolations
from lamella.sandbox.cells.first_process import in_words, start
from lamella.sandbox.cells.remote import RemoteCell, Setting
from lamella.sandbox.cells.stale import Folder
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.outcome import Isolation, Mechanism


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
        hear: Is called from one thread of the cell with what its processes write and how they end.
        scratch: A folder for what has to be on disk; need not exist.
        isolation: What `probe` said; `None` probes.

    Raises:
        CannotRunError: A rule cannot be kept on this machine.
        ToolError: It cannot be made; nothing is left of it.
    """
    chosen = isolations.with_rules(isolation or isolations.probe(scratch), rules)
    setting = Setting(chosen, rooms.opt / "extensions")
    with ExitStack() as undo:
        try:
            match chosen.mechanism:
                case Mechanism.NAMESPACES:
                    started = start(launcher.command(), namespaces.plan(rooms, function, rules))
                case Mechanism.BUBBLEWRAP:
                    command, plan = bubblewrap.prepare(rooms, function, rules)
                    undo.callback(command.close)
                    started = start(command.argv, plan, command.fds)
                case Mechanism.PROCESS:
                    folder = Folder(scratch)
                    undo.callback(folder.close)
                    places, plan = process.prepare(rooms, function, rules, folder)
                    started = start(launcher.command(), plan)
                    setting = Setting(chosen, setting.extensions, folder, places.arrange)
                    undo.pop_all()
                case _:
                    assert_never(chosen.mechanism)
        except OSError as error:
            raise ToolError(
                f"the sandbox cannot be made ({chosen.mechanism})",
                why=in_words(error),
                hint="choose another way with --isolation, or see what the system's log says",
            ) from error
    if rules.probed and not started.probing:
        setting = replace(setting, isolation=isolations.without_probes(chosen))
    return RemoteCell(started, setting, hear)
