import importlib
import importlib.util
import sys
from importlib.metadata import entry_points
from pathlib import Path


class Registry:
    """Finds extensions through entry points and a local folder."""

    def __init__(self, group):
        self.group = group
        self._found = {}

    def discover(self, folder=None):
        for ep in entry_points(group=self.group):
            self._found[ep.name] = ep.load
        if folder:
            for path in sorted(Path(folder).glob("*.py")):
                if not path.name.startswith("_"):
                    self._found[path.stem] = lambda p=path: self._from_file(p)
        return self

    def _from_file(self, path):
        name = f"{self.group}.{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    def __getitem__(self, name):
        return self._found[name]()

    def __iter__(self):
        return iter(self._found)
