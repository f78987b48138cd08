import importlib
import importlib.util
import sys
from importlib.metadata import entry_points
from pathlib import Path


def from_entry_points(group="myapp.plugins"):
    for ep in entry_points(group=group):
        yield ep.name, ep.load()


def from_folder(folder):
    for path in sorted(Path(folder).glob("*.py")):
        name = f"_plugin_{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        yield path.stem, module


def from_string(dotted):
    module, _, attr = dotted.partition(":")
    return getattr(importlib.import_module(module), attr or "plugin")
