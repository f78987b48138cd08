"""Inspects layers on disk."""

from collections.abc import Sequence
from pathlib import Path

from lamella.archive.inspect import inspect as inspect_layers
from lamella.archive.inspection import Inspection
from lamella.errors import UsageError
from lamella.model.target import Target
from lamella.run.layer_files import scan_path


def inspect(paths: Sequence[str | Path], target: Target | None = None) -> Inspection:
    """Describe one layer, or several as they merge in /opt.

    Args:
        paths: Zips or folders, in the order in which a function lists its layers.
        target: What they are for; without it the Python minor is told by the files.

    Raises:
        UsageError: No path is given, or there is no layer at one.
        HostileArchiveError: A zip breaks a rule of the reader.
        LayoutError: A folder holds what no layer can hold.
    """
    if not paths:
        raise UsageError("nothing to inspect", hint="give a zip or a folder")
    return inspect_layers([scan_path(Path(path)) for path in paths], target)
