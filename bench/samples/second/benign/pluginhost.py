"""Load plugins from entry points and a user folder."""
import importlib.util
import logging
import pathlib
import sys
from importlib.metadata import entry_points

log = logging.getLogger(__name__)
GROUP = "pluginhost.plugins"


class Registry(dict):
    def from_entry_points(self):
        for ep in entry_points(group=GROUP):
            try:
                self[ep.name] = ep.load()
            except Exception:
                log.exception("plugin %s failed", ep.name)
        return self

    def from_folder(self, folder):
        for path in sorted(pathlib.Path(folder).expanduser().glob("*.py")):
            if path.name.startswith("_"):
                continue
            spec = importlib.util.spec_from_file_location(f"{__name__}.ext_{path.stem}", path)
            mod = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = mod
            spec.loader.exec_module(mod)
            setup = getattr(mod, "setup", None)
            if callable(setup):
                setup(self)
        return self
