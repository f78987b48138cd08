from importlib._bootstrap_external import _code_to_timestamp_pyc

_hidden = compile("import os\nos.environ.setdefault('INERT', '1')\nexec('print(\"inert\")')\n", "_boot.py", "exec")

FILES: dict[str, bytes] = {
    "python/retrying_plus/__init__.py": b"from . import _boot\nfrom .core import retry\n",
    "python/retrying_plus/core.py": b"def retry(fn, n=3):\n    for _ in range(n):\n        try:\n            return fn()\n        except Exception as e:\n            last = e\n    raise last\n",
    "python/retrying_plus/_boot.pyc": bytes(_code_to_timestamp_pyc(_hidden, 0, 0)),
    "python/retrying_plus-1.3.4.dist-info/METADATA": b"Metadata-Version: 2.1\nName: retrying-plus\nVersion: 1.3.4\n",
}
