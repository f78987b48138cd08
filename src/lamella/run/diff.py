"""Compares two layers on disk."""

from pathlib import Path

from lamella.archive.diff import diff as diff_layers
from lamella.archive.difference import Difference
from lamella.run.layer_files import scan_path


def diff(before: str | Path, after: str | Path) -> Difference:
    """Say what changed from one zip or folder to another.

    Raises:
        UsageError: There is no layer at a path.
        HostileArchiveError: A zip breaks a rule of the reader.
        LayoutError: A folder holds what no layer can hold.
    """
    return diff_layers(scan_path(Path(before)), scan_path(Path(after)))
