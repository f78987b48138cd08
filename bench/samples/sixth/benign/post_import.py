"""Run callbacks when a module is imported (PEP 369 style)."""
import importlib.abc
import importlib.util
import sys
import threading

_hooks = {}
_busy = threading.local()


class _ChainedLoader(importlib.abc.Loader):
    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
        for fn in _hooks.pop(module.__name__, ()):
            fn(module)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        if fullname not in _hooks or getattr(_busy, "name", None) == fullname:
            return None
        _busy.name = fullname
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            _busy.name = None
        if spec and spec.loader:
            spec.loader = _ChainedLoader(spec.loader)
        return spec


def when_imported(name):
    def deco(fn):
        if name in sys.modules:
            fn(sys.modules[name])
        else:
            _hooks.setdefault(name, []).append(fn)
            if not any(isinstance(f, _Finder) for f in sys.meta_path):
                sys.meta_path.insert(0, _Finder())
        return fn
    return deco
