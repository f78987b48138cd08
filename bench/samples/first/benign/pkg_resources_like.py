import importlib.machinery
import io
import os
import pkgutil
import sys
import types
import zipimport

_provider_factories = {}


def register_loader_type(loader_type, factory):
    _provider_factories[loader_type] = factory


def get_provider(name):
    try:
        module = sys.modules[name]
    except KeyError:
        __import__(name)
        module = sys.modules[name]
    return _provider_factories[type(module.__spec__.loader)](module)


class DefaultProvider:
    def __init__(self, module):
        self.base = os.path.dirname(getattr(module, "__file__", ""))

    def stream(self, name):
        return io.BytesIO(pkgutil.get_data(self.base, name) or b"")

    def run_script(self, path, namespace):
        with open(os.path.join(self.base, path), encoding="utf-8") as fid:
            code = compile(fid.read(), path, "exec")
        exec(code, namespace, namespace)


for _loader in (importlib.machinery.SourceFileLoader, zipimport.zipimporter, types.NoneType):
    register_loader_type(_loader, DefaultProvider)
