"""Load plugins from entry points and from a configured directory."""
import importlib.util
import logging
import pathlib
from importlib.metadata import entry_points

log = logging.getLogger(__name__)
GROUP = "reportgen.plugins"


class PluginHost:
    def __init__(self):
        self.plugins = {}

    def load_installed(self):
        for ep in entry_points(group=GROUP):
            try:
                self.plugins[ep.name] = ep.load()
            except Exception:
                log.exception("plugin %s could not be loaded", ep.name)
        return self

    def load_directory(self, path):
        for file in sorted(pathlib.Path(path).glob("[!_]*.py")):
            spec = importlib.util.spec_from_file_location(f"reportgen_ext.{file.stem}", file)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            register = getattr(module, "register", None)
            if callable(register):
                register(self)
            else:
                log.warning("%s has no register() function", file)
        return self

    def add(self, name, factory):
        self.plugins[name] = factory

    def create(self, name, **options):
        return self.plugins[name](**options)
