"""Import redirects for modules that were renamed between releases."""
import importlib
import importlib.abc
import importlib.util
import sys
import warnings


class _MovedLoader(importlib.abc.Loader):
    def __init__(self, target):
        self.target = target

    def create_module(self, spec):
        return importlib.import_module(self.target)

    def exec_module(self, module):
        pass


class MovedFinder(importlib.abc.MetaPathFinder):
    def __init__(self, package, table):
        self.table = {f"{package}.{old}": new for old, new in table.items()}

    def find_spec(self, fullname, path=None, target=None):
        new = self.table.get(fullname)
        if new is None:
            return None
        warnings.warn(f"{fullname} is now {new}", DeprecationWarning, stacklevel=2)
        return importlib.util.spec_from_loader(fullname, _MovedLoader(new))


sys.meta_path.append(MovedFinder(__package__ or "moved", {
    "configparser2": "configparser",
    "queue2": "queue",
    "urlparse2": "urllib.parse",
}))
