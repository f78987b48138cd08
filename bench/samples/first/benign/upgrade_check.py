import json
import os
import sys
import time
import urllib.request
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "toolbelt" / "latest.json"


def latest():
    try:
        state = json.loads(CACHE.read_text())
        if time.time() - state["at"] < 86400:
            return state["version"]
    except (OSError, ValueError, KeyError):
        pass
    with urllib.request.urlopen("https://pypi.org/pypi/toolbelt-inert/json", timeout=2) as resp:
        version = json.load(resp)["info"]["version"]
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    CACHE.write_text(json.dumps({"at": time.time(), "version": version}))
    return version


def hint(current):
    if os.environ.get("TOOLBELT_NO_UPDATE_CHECK") or not sys.stderr.isatty():
        return
    try:
        new = latest()
    except OSError:
        return
    if tuple(map(int, new.split("."))) > tuple(map(int, current.split("."))):
        print(f"toolbelt {new} is available: pip install -U toolbelt", file=sys.stderr)
