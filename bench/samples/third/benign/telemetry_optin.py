"""Opt-in usage statistics.

Nothing is sent unless the user sets ``FLOWKIT_TELEMETRY=1``.  Only the library
version, the python version and the operating system family are reported.
"""
import json
import os
import platform
import threading
import urllib.request

from ._version import __version__

ENDPOINT = "https://telemetry.flowkit.dev/v1/usage"


def enabled():
    if os.environ.get("DO_NOT_TRACK") == "1":
        return False
    return os.environ.get("FLOWKIT_TELEMETRY", "0").lower() in ("1", "true", "yes")


def payload():
    return {
        "version": __version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "system": platform.system(),
    }


def _send(doc):
    req = urllib.request.Request(
        ENDPOINT, json.dumps(doc).encode(), {"Content-Type": "application/json"})
    try:
        urllib.request.urlopen(req, timeout=2).close()
    except OSError:
        pass


def report():
    """Send one usage report in the background if the user opted in."""
    if enabled():
        threading.Thread(target=_send, args=(payload(),), daemon=True).start()
