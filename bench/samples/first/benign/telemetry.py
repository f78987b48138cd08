import json
import os
import platform
import threading
import urllib.request
import uuid

ENDPOINT = "https://telemetry.gridlab.example/v1/events"


def enabled():
    return not any(os.environ.get(v, "").lower() in ("1", "true") for v in ("DO_NOT_TRACK", "GRIDLAB_NO_TELEMETRY", "CI"))


def track(feature, version="1.8.0"):
    """Counts a feature. See https://docs.gridlab.example/telemetry to turn it off."""
    if not enabled():
        return
    event = {"id": str(uuid.uuid4()), "feature": feature, "version": version, "python": platform.python_version(),
             "os": platform.system()}
    req = urllib.request.Request(ENDPOINT, json.dumps(event).encode(), {"Content-Type": "application/json"})
    threading.Thread(target=_send, args=(req,), daemon=True).start()


def _send(req):
    try:
        urllib.request.urlopen(req, timeout=1)
    except OSError:
        pass
