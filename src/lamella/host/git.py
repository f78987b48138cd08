"""git: from which commit something was made."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_TIMEOUT_S = 30.0
_DIRTY = "-dirty"


def commit_of(folder: Path, environ: Mapping[str, str]) -> str | None:
    """Return the commit that the folder's repository has checked out: 40 or 64 hexadecimal digits.

    `-dirty` is appended where tracked files were changed since. `None` outside a repository, in one without a commit,
    and where there is no git: a commit is told where it is known, and nothing rests on it.
    """
    head = _run(folder, environ, ["rev-parse", "--verify", "HEAD"])
    if not head:
        return None
    changed = _run(folder, environ, ["status", "--porcelain", "--untracked-files=no"])
    # Unknown is not clean: a status that failed must not vouch for the files.
    return head.strip() + (_DIRTY if changed is None or changed.strip() else "")


def _run(folder: Path, environ: Mapping[str, str], arguments: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
