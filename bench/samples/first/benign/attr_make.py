import linecache


def _make_method(name, script, filename, globs):
    locs = {}
    bytecode = compile(script, filename, "exec")
    eval(bytecode, globs, locs)
    linecache.cache[filename] = (len(script), None, script.splitlines(True), filename)
    return locs[name]


def add_init(cls):
    names = [n for n in cls.__annotations__]
    lines = [f"def __init__(self, {', '.join(names)}):"]
    lines += [f"    self.{n} = {n}" for n in names] or ["    pass"]
    filename = f"<attrs generated init {cls.__module__}.{cls.__qualname__}>"
    cls.__init__ = _make_method("__init__", "\n".join(lines), filename, {"NOTHING": object()})
    return cls
