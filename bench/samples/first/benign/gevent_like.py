import importlib
import sys

saved = {}
PATCHES = {"time": ["sleep"], "socket": ["socket", "create_connection", "getaddrinfo"], "subprocess": ["Popen"], "os": ["fork"]}


def patch_item(module, attr, newitem):
    olditem = getattr(module, attr)
    saved.setdefault(module.__name__, {}).setdefault(attr, olditem)
    setattr(module, attr, newitem)


def patch_module(name, items=None):
    green = getattr(__import__("greenlib." + name), name)
    module = sys.modules.get(name) or importlib.import_module(name)
    for attr in items or getattr(green, "__implements__", PATCHES[name]):
        patch_item(module, attr, getattr(green, attr))
    return module


def patch_all(**flags):
    for name in PATCHES:
        if flags.get(name, True):
            patch_module(name)


def get_original(mod_name, item):
    return saved.get(mod_name, {}).get(item) or getattr(importlib.import_module(mod_name), item)
