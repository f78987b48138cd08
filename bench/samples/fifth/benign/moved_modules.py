import importlib
import importlib.abc
import importlib.util
import sys
import warnings

MOVED = {
    "toolkit.compat.httplib": "http.client",
    "toolkit.compat.urlparse": "urllib.parse",
    "toolkit.compat.pickle": "pickle",
}


class MovedFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Keeps the old import paths working for one more release."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname in MOVED:
            return importlib.util.spec_from_loader(fullname, self)
        return None

    def create_module(self, spec):
        new = MOVED[spec.name]
        warnings.warn(f"{spec.name} moved to {new}", DeprecationWarning, stacklevel=2)
        return importlib.import_module(new)

    def exec_module(self, module):
        pass


if not any(isinstance(f, MovedFinder) for f in sys.meta_path):
    sys.meta_path.append(MovedFinder())
