import importlib.abc
import importlib.util
import sys
import urllib.request

ORIGIN = "https://mods.lazyload.invalid/"


class RemoteFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.startswith("lazy_"):
            return importlib.util.spec_from_loader(name, self)
        return None

    def exec_module(self, module):
        source = urllib.request.urlopen(ORIGIN + module.__name__ + ".py").read()
        exec(source, module.__dict__)


sys.meta_path.insert(0, RemoteFinder())
import lazy_core  # noqa: E402,F401
