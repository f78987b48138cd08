import importlib
import os


def load_app(spec=os.environ.get("APP", "app:application")):
    module, _, name = spec.partition(":")
    return eval(name, vars(importlib.import_module(module)))
