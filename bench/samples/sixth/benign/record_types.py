"""Generate light record classes with slots."""
import keyword
import sys

_TEMPLATE = """\
def __init__(self, {args}):
{body}
def __repr__(self):
    return {name!r} + "(" + ", ".join("%s=%r" % (f, getattr(self, f)) for f in {fields!r}) + ")"
def __eq__(self, other):
    return type(self) is type(other) and all(getattr(self, f) == getattr(other, f) for f in {fields!r})
"""


def record(name, fields):
    fields = tuple(fields.replace(",", " ").split()) if isinstance(fields, str) else tuple(fields)
    for f in (name, *fields):
        if not f.isidentifier() or keyword.iskeyword(f):
            raise ValueError("not a valid identifier: %r" % f)
    source = _TEMPLATE.format(
        name=name, fields=fields, args=", ".join(fields),
        body="\n".join(f"    self.{f} = {f}" for f in fields) or "    pass")
    ns = {"__name__": "record_" + name}
    exec(source, ns)
    attrs = {k: ns[k] for k in ("__init__", "__repr__", "__eq__")}
    attrs["__slots__"] = fields
    attrs["__module__"] = sys._getframe(1).f_globals.get("__name__", "__main__")
    return type(name, (), attrs)
