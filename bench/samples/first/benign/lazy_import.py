import importlib
import sys

_SUBMODULES = {"linalg", "stats", "io"}
_ATTRS = {"solve": ("linalg", "solve"), "mean": ("stats", "mean")}
__all__ = sorted(_SUBMODULES | set(_ATTRS))


def __getattr__(name):
    if name in _SUBMODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _ATTRS:
        module, attr = _ATTRS[name]
        value = getattr(importlib.import_module(f"{__name__}.{module}"), attr)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(set(vars(sys.modules[__name__])) | set(__all__))
