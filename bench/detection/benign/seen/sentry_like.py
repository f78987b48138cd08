import json
import os
import platform
import urllib.request


def capture(error, dsn=os.environ.get("SENTRY_DSN")):
    if not dsn:
        return
    event = {"message": str(error), "platform": "python", "contexts": {"os": {"name": platform.system()}}}
    urllib.request.urlopen(urllib.request.Request(dsn, json.dumps(event).encode()))
