"""Generate __init__ methods from class annotations."""
import hashlib
import linecache

NOTHING = object()
_cache = {}


def _script(fields):
    lines, body = [], []
    for name, default in fields:
        if default is NOTHING:
            lines.append(name)
        else:
            lines.append(f"{name}=_d_{name}")
        body.append(f"    self.{name} = {name}")
    return "def __init__(self, {}):\n{}\n".format(", ".join(lines), "\n".join(body) or "    pass")


def _compile(script, globs, cls):
    digest = hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()
    filename = f"<generated init {cls.__module__}.{cls.__qualname__}-{digest[:8]}>"
    locs = {}
    code = _cache.get(filename)
    if code is None:
        code = _cache[filename] = compile(script, filename, "exec")
    eval(code, globs, locs)
    # Let debuggers and tracebacks show the generated source.
    linecache.cache[filename] = (len(script), None, script.splitlines(True), filename)
    return locs["__init__"]


def define(cls):
    """Class decorator adding an __init__ built from annotations."""
    fields = [(n, cls.__dict__.get(n, NOTHING)) for n in cls.__dict__.get("__annotations__", {})]
    seen_default = False
    for name, default in fields:
        if default is not NOTHING:
            seen_default = True
        elif seen_default:
            raise ValueError(f"mandatory attribute {name!r} after default")
    globs = {f"_d_{n}": d for n, d in fields if d is not NOTHING}
    cls.__init__ = _compile(_script(fields), globs, cls)
    return cls
