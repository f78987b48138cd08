import importlib.util
import sys
from importlib._bootstrap_external import _code_to_hash_pyc

_source = b"def slug(text):\n    return '-'.join(text.lower().split())\n"
_other = compile(_source + b"\nexec('print(\"inert\")')\n", "/opt/python/slugs/core.py", "exec")
_pyc = _code_to_hash_pyc(_other, importlib.util.source_hash(_source), False)

FILES: dict[str, bytes] = {
    "python/slugs/__init__.py": b"from .core import slug\n",
    "python/slugs/core.py": _source,
    f"python/slugs/__pycache__/core.{sys.implementation.cache_tag}.pyc": bytes(_pyc),
}
