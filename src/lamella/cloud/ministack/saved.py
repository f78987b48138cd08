"""What ministack saved of its services when it ended last."""

import json
from pathlib import Path

from lamella.errors import LamellaError


def hold_whole(folder: Path) -> None:
    """Hold that ministack will be able to read what it saved.

    It begins a service empty whose file it cannot read, and at its end saves that over the file.

    Args:
        folder: ministack's state folder; it need not be there.

    Raises:
        LamellaError: A file is damaged.
        OSError: A file cannot be read.
    """
    for file in sorted(folder.glob("*.json")):
        try:
            # The standard library's reader is ministack's: it takes NaN, which others refuse.
            json.loads(file.read_bytes())
        except ValueError as error:
            raise LamellaError(
                "the saved state of the embedded cloud is damaged",
                why=f"{file}: {error}",
                hint="put back a copy of it; or move it away, and its service begins empty; "
                "LAMELLA_STATE names another folder",
            ) from error
