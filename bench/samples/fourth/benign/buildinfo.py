"""Collect build information for the /version endpoint."""
import functools
import os
import platform
import socket
import subprocess
import sys


def _git(*args):
    try:
        out = subprocess.run(
            ["git", *args], capture_output=True, text=True, timeout=5, check=True,
            cwd=os.path.dirname(os.path.abspath(__file__)),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return out.stdout.strip() or None


@functools.cache
def info():
    return {
        "commit": os.environ.get("GIT_SHA") or _git("rev-parse", "--short", "HEAD"),
        "dirty": bool(_git("status", "--porcelain")),
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "host": socket.gethostname(),
    }


def banner():
    i = info()
    return f"{i['commit'] or 'unknown'} on {i['python']} ({i['platform']})"
