"""Tell command line users when a newer release exists."""
import json
import os
import pathlib
import sys
import threading
import time
import urllib.request
from importlib.metadata import version

_NAME = "reportgen"
_STAMP = pathlib.Path.home() / ".cache" / _NAME / "update.json"


def _due(period=86400):
    try:
        return time.time() - _STAMP.stat().st_mtime > period
    except OSError:
        return True


def _check():
    try:
        with urllib.request.urlopen(f"https://pypi.org/pypi/{_NAME}/json", timeout=2) as r:
            latest = json.load(r)["info"]["version"]
        _STAMP.parent.mkdir(parents=True, exist_ok=True)
        _STAMP.write_text(json.dumps({"latest": latest}))
    except (OSError, ValueError, KeyError):
        return


def notify():
    if os.environ.get("REPORTGEN_NO_UPDATE_CHECK") or not sys.stderr.isatty():
        return
    if _due():
        threading.Thread(target=_check, daemon=True).start()
    try:
        latest = json.loads(_STAMP.read_text())["latest"]
    except (OSError, ValueError, KeyError):
        return
    if latest != version(_NAME):
        print(f"{_NAME} {latest} is available", file=sys.stderr)
