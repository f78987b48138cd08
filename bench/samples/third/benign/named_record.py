"""Lightweight record classes, in the spirit of collections.namedtuple."""
import keyword
import sys
from operator import itemgetter

_NEW = """\
def __new__(_cls, {args}):
    return _tuple_new(_cls, ({args},))
"""


def record(typename, fields, module=None):
    """Return a new tuple subclass with named fields."""
    if isinstance(fields, str):
        fields = fields.replace(",", " ").split()
    for name in [typename, *fields]:
        if not name.isidentifier() or keyword.iskeyword(name):
            raise ValueError(f"invalid field name: {name!r}")
    if len(set(fields)) != len(fields):
        raise ValueError("duplicate field name")

    namespace = {"_tuple_new": tuple.__new__, "__builtins__": {}, "__name__": f"record_{typename}"}
    exec(_NEW.format(args=", ".join(fields)), namespace)
    new = namespace["__new__"]
    new.__qualname__ = f"{typename}.__new__"

    def __repr__(self):
        body = ", ".join(f"{n}={v!r}" for n, v in zip(fields, self))
        return f"{typename}({body})"

    ns = {"__slots__": (), "__new__": new, "__repr__": __repr__, "_fields": tuple(fields)}
    for index, name in enumerate(fields):
        ns[name] = property(itemgetter(index), doc=f"Alias for field {index}")
    cls = type(typename, (tuple,), ns)
    if module is None:
        module = sys._getframe(1).f_globals.get("__name__", "__main__")
    cls.__module__ = module
    return cls
