import importlib
import sys


class VendorImporter:
    """Finds vendored packages below a root package, or the installed ones."""

    def __init__(self, root_name, vendored_names=(), vendor_pkg=None):
        self.root_name = root_name
        self.vendored_names = set(vendored_names)
        self.vendor_pkg = vendor_pkg or root_name.replace("extern", "_vendor")

    @property
    def search_path(self):
        yield self.vendor_pkg + "."
        yield ""

    def load_module(self, fullname):
        _, _, target = fullname.partition(self.root_name + ".")
        for prefix in self.search_path:
            try:
                __import__(prefix + target)
                sys.modules[fullname] = sys.modules[prefix + target]
                return sys.modules[fullname]
            except ImportError:
                pass
        raise ImportError(target)


for _name in ("certifi", "idna"):
    try:
        sys.modules[f"{__name__}.{_name}"] = importlib.import_module(_name)
    except ImportError:
        pass
