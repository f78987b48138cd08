"""Where vulnerability data lies that `advisories update` fetched."""

from collections.abc import Mapping
from pathlib import Path

from lamella.state.folder import state_folder


def advisory_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder; it need not be there."""
    return state_folder(environ) / "advisories"


def default_database(environ: Mapping[str, str]) -> str:
    """Return the folder where it holds data; empty where it does not."""
    folder = advisory_folder(environ)
    return str(folder) if folder.is_dir() and any(folder.glob("*.zip")) else ""
