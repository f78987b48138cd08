"""Where lamella keeps on this machine what must outlive a command and cannot be made again."""

import sys
from collections.abc import Mapping
from pathlib import Path

from lamella.config.precedence import STATE_VARIABLE
from lamella.errors import ConfigError

_XDG_STATE = "XDG_STATE_HOME"


def state_folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return the absolute state folder; it need not be there yet.

    `LAMELLA_STATE`, else `lamella` below `XDG_STATE_HOME`, else `~/.local/state/lamella`; on macOS
    `~/Library/Application Support/lamella`.

    Raises:
        ConfigError: The user has no home folder.
    """
    if named := environ.get(STATE_VARIABLE):
        return Path(named).expanduser().absolute()
    try:
        home = Path(environ.get("HOME") or Path.home())
    except RuntimeError as error:
        raise ConfigError(
            "the home folder is not known", why=str(error), hint=f"set HOME or {STATE_VARIABLE}"
        ) from error
    if platform == "darwin":
        return home / "Library" / "Application Support" / "lamella"
    # The XDG specification: a relative path is to be ignored.
    if (xdg := environ.get(_XDG_STATE, "")).startswith("/"):
        return Path(xdg) / "lamella"
    return home / ".local" / "state" / "lamella"
