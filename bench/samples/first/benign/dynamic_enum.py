import importlib
import re

_FIRST = re.compile("(.)([A-Z][a-z]+)")


def xform(name, sep="_"):
    return re.sub("([a-z0-9])([A-Z])", r"\1%s\2" % sep, _FIRST.sub(r"\1%s\2" % sep, name)).lower()


class Factory:
    def __init__(self, package="cloudlib.services"):
        self.package, self.loaded = package, {}

    def __getattr__(self, item):
        if item.startswith("__"):
            raise AttributeError(item)
        module = importlib.import_module(".".join((self.package, xform(item))))
        cls = getattr(module, "".join(p.title() for p in item.split("_")) + "Client")
        return self.loaded.setdefault(item, cls)

    def call(self, service, operation, **kw):
        method = getattr(getattr(self, service)(), xform(operation))
        return method(**kw)
