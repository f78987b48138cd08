import sys as _sys
from keyword import iskeyword as _iskeyword

_TEMPLATE = """\
class {name}(tuple):
    __slots__ = ()
    _fields = {fields!r}

    def __new__(cls, {args}):
        return tuple.__new__(cls, ({args},))
"""


def record(name, field_names):
    fields = tuple(field_names)
    for f in (name, *fields):
        if not f.isidentifier() or _iskeyword(f):
            raise ValueError(f"not a valid identifier: {f!r}")
    namespace = {"__name__": f"record_{name}"}
    exec(_TEMPLATE.format(name=name, fields=fields, args=", ".join(fields)), namespace)
    cls = namespace[name]
    cls.__module__ = _sys._getframe(1).f_globals.get("__name__", "__main__")
    return cls
