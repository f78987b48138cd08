"""Discover plugins from entry points, dotted names and plain folders."""
import importlib
import importlib.metadata
import importlib.util
import logging
import os
import pkgutil
import sys

log = logging.getLogger(__name__)
GROUP = "pipeworks.plugins"


def from_entry_points(group=GROUP):
    for ep in importlib.metadata.entry_points(group=group):
        try:
            yield ep.name, ep.load()
        except Exception:
            log.exception("plugin %s could not be loaded", ep.name)


def from_dotted(spec):
    """Resolve 'package.module:object'."""
    modname, _, attr = spec.partition(":")
    obj = importlib.import_module(modname)
    for part in filter(None, attr.split(".")):
        obj = getattr(obj, part)
    return obj


def from_folder(folder):
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if not entry.name.endswith(".py") or entry.name.startswith("_"):
            continue
        name = "pipeworks_ext_" + entry.name[:-3]
        spec = importlib.util.spec_from_file_location(name, entry.path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except Exception:
            del sys.modules[name]
            log.exception("cannot load %s", entry.path)
            continue
        yield name, module


def from_namespace(package):
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        yield info.name, importlib.import_module(info.name)


def collect(config):
    found = dict(from_entry_points())
    for spec in config.get("plugins", ()):
        found[spec] = from_dotted(spec)
    for folder in os.environ.get("PIPEWORKS_PLUGINS", "").split(os.pathsep):
        if folder:
            found.update(from_folder(folder))
    return found
