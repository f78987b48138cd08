"""Generate slotted record classes from a list of fields."""
import keyword
import sys

_TEMPLATE = """\
class {name}:
    __slots__ = {slots!r}
    def __init__(self, {args}):
        {body}
    def __repr__(self):
        return {name!r} + '(' + ', '.join(f'{{s}}={{getattr(self, s)!r}}' for s in self.__slots__) + ')'
"""


def record(name, fields):
    fields = fields.split() if isinstance(fields, str) else list(fields)
    for f in [name, *fields]:
        if not f.isidentifier() or keyword.iskeyword(f):
            raise ValueError(f"bad identifier: {f!r}")
    source = _TEMPLATE.format(name=name, slots=tuple(fields), args=", ".join(fields),
                              body="; ".join(f"self.{f} = {f}" for f in fields) or "pass")
    ns = {"__name__": f"record_{name}"}
    exec(source, ns)
    cls = ns[name]
    cls.__module__ = sys._getframe(1).f_globals.get("__name__", "__main__")
    cls._source = source
    return cls
