"""Slots-based record classes generated from field names."""
import keyword
import sys

_TEMPLATE = """\
class {name}:
    __slots__ = ({slots})

    def __init__(self, {args}):
{assign}

    def __repr__(self):
        return "{name}(" + {reprs} + ")"

    def _astuple(self):
        return ({values})
"""


def record(name, fields):
    fields = fields.replace(",", " ").split() if isinstance(fields, str) else list(fields)
    for f in [name, *fields]:
        if not f.isidentifier() or keyword.iskeyword(f):
            raise ValueError(f"invalid name: {f!r}")
    if not fields:
        raise ValueError("at least one field is required")
    src = _TEMPLATE.format(
        name=name,
        slots="".join(f"{f!r}, " for f in fields),
        args=", ".join(fields),
        assign="\n".join(f"        self.{f} = {f}" for f in fields),
        reprs=' + ", " + '.join(f'"{f}=" + repr(self.{f})' for f in fields),
        values="".join(f"self.{f}, " for f in fields),
    )
    ns = {"__name__": f"record_{name}"}
    exec(compile(src, f"<record {name}>", "exec"), ns)
    cls = ns[name]
    cls.__module__ = sys._getframe(1).f_globals.get("__name__", "__main__")
    return cls
