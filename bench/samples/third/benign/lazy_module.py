"""Lazy loading of submodules (PEP 562)."""
import importlib
import importlib.util
import os
import sys
import types
import warnings


def attach(package, submodules=(), attrs=None):
    """Return __getattr__, __dir__ and __all__ for a package."""
    attrs = attrs or {}
    origin = {a: mod for mod, names in attrs.items() for a in names}
    everything = sorted({*submodules, *origin})

    def __getattr__(name):
        if name in submodules:
            return importlib.import_module(f"{package}.{name}")
        if name in origin:
            mod = importlib.import_module(f"{package}.{origin[name]}")
            value = getattr(mod, name)
            sys.modules[package].__dict__[name] = value
            return value
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def __dir__():
        return list(everything)

    if os.environ.get("EAGER_IMPORT"):
        for n in everything:
            __getattr__(n)
    return __getattr__, __dir__, list(everything)


class DelayedError(types.ModuleType):
    """Placeholder that raises once the missing module is used."""

    def __getattr__(self, name):
        if name in ("__class__", "__file__", "__path__"):
            raise AttributeError(name)
        raise ModuleNotFoundError(f"No module named {self.__name__!r}")


def load(fullname):
    """Import a module on first attribute access."""
    if fullname in sys.modules:
        return sys.modules[fullname]
    if "." in fullname:
        warnings.warn("subpackages import their parents eagerly", RuntimeWarning, stacklevel=2)
    spec = importlib.util.find_spec(fullname)
    if spec is None:
        return DelayedError(fullname)
    module = importlib.util.module_from_spec(spec)
    sys.modules[fullname] = module
    importlib.util.LazyLoader(spec.loader).exec_module(module)
    return module
