"""Keep old module names importable after the 3.0 reorganisation."""
import importlib
import importlib.abc
import importlib.machinery
import sys
import warnings

_RENAMED = {
    "orders.helpers": "orders.util",
    "orders.models.v1": "orders.schema",
}


class _AliasLoader(importlib.abc.Loader):
    def __init__(self, target):
        self.target = target

    def create_module(self, spec):
        return importlib.import_module(self.target)

    def exec_module(self, module):
        pass


class AliasFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        new = _RENAMED.get(fullname)
        if new is None:
            return None
        warnings.warn(f"{fullname} was renamed to {new}", DeprecationWarning, stacklevel=2)
        return importlib.machinery.ModuleSpec(fullname, _AliasLoader(new))


if not any(isinstance(f, AliasFinder) for f in sys.meta_path):
    sys.meta_path.append(AliasFinder())
