import importlib.util
import sys
from importlib._bootstrap_external import _code_to_hash_pyc

_sources = {
    "python/unitconv/__init__.py": b"from .length import metres\n",
    "python/unitconv/length.py": b"FACTORS = {'ft': 0.3048, 'in': 0.0254, 'yd': 0.9144}\n\n\ndef metres(value, unit):\n    return value * FACTORS[unit]\n",
}
FILES: dict[str, bytes] = dict(_sources)
for _path, _text in _sources.items():
    _folder, _, _file = _path.rpartition("/")
    _code = compile(_text, "/opt/" + _path, "exec", dont_inherit=True)
    FILES[f"{_folder}/__pycache__/{_file[:-3]}.{sys.implementation.cache_tag}.pyc"] = bytes(
        _code_to_hash_pyc(_code, importlib.util.source_hash(_text), False))
