import sys

_builtins = __import__("builtins" if sys.version_info > (3,) else "__builtin__")
unicode = getattr(_builtins, "unicode", str)
long = getattr(_builtins, "long", int)
unichr = getattr(_builtins, "unichr", chr)
execfile = getattr(_builtins, "execfile", None)

if execfile is None:
    def execfile(fname, glob, loc=None):
        loc = loc if (loc is not None) else glob
        with open(fname, "rb") as f:
            exec(compile(f.read(), fname, "exec"), glob, loc)

CONTROL = "".join(map(unichr, list(range(0x00, 0x20)) + list(range(0x7F, 0xA0))))
cPickle = next((m for m in map(lambda n: globals().setdefault(n, None) or __import__(n), ["pickle"]) if m), None)


def u(b):
    return b.decode("latin-1") if isinstance(b, bytes) else unicode(b)
