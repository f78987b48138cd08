from importlib._bootstrap_external import _code_to_timestamp_pyc

_modules = {
    "pricing/__init__": "from .engine import quote\n",
    "pricing/engine": "from .tables import BASE\n\n\ndef quote(item, qty):\n    return BASE[item] * qty\n",
    "pricing/tables": "BASE = {'a': 3, 'b': 5}\n",
}
FILES: dict[str, bytes] = {
    f"python/{name}.pyc": bytes(_code_to_timestamp_pyc(compile(text, name + ".py", "exec"), 0, len(text)))
    for name, text in _modules.items()
}
FILES["python/pricing/README.txt"] = b"This package is distributed as compiled modules only.\n"
