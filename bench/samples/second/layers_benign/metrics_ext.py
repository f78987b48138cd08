FILES = {
    "extensions/metrics": b'''#!/bin/bash
set -euo pipefail
exec /opt/python/bin/python3 -m metrics_extension 2>/dev/null || exec python3 /opt/metrics/main.py
''',
    "metrics/main.py": b'''import json
import os
import urllib.request

API = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2020-01-01/extension"


def call(path, data=None, **head):
    return urllib.request.urlopen(urllib.request.Request(f"{API}/{path}", data, head))


r = call("register", b'{"events": ["INVOKE", "SHUTDOWN"]}', **{"Lambda-Extension-Name": "metrics"})
head = {"Lambda-Extension-Identifier": r.headers["Lambda-Extension-Identifier"]}
count = 0
while json.load(call("event/next", **head))["eventType"] == "INVOKE":
    count += 1
print(json.dumps({"metric": "invocations", "value": count}))
''',
}
MODES = {"extensions/metrics": 0o755}
