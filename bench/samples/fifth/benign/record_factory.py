"""Generates light record classes with a compiled __init__."""
import keyword
import linecache

_INIT = "def __init__(self, {args}):\n{body}\n"


def make_record(name, fields):
    for f in fields:
        if not f.isidentifier() or keyword.iskeyword(f):
            raise ValueError(f"bad field name: {f!r}")
    source = _INIT.format(
        args=", ".join(fields),
        body="\n".join(f"    self.{f} = {f}" for f in fields) or "    pass",
    )
    filename = f"<record {name}>"
    scope = {}
    exec(compile(source, filename, "exec"), scope)
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)

    def __repr__(self):
        inner = ", ".join(f"{f}={getattr(self, f)!r}" for f in fields)
        return f"{name}({inner})"

    return type(name, (), {
        "__slots__": tuple(fields),
        "__init__": scope["__init__"],
        "__repr__": __repr__,
    })


Point = make_record("Point", ["x", "y"])
