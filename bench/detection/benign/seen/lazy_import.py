import importlib
import sys


class Lazy:
    def __init__(self, name):
        self._name = name

    def __getattr__(self, attribute):
        module = importlib.import_module(self._name)
        sys.modules[__name__ + "." + self._name] = module
        return getattr(module, attribute)
