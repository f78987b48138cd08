"""Compile templates to Python and cache the byte code on disk."""
import hashlib
import marshal
import os
import re
import sys
import tempfile

MAGIC = b"acme-tpl1" + sys.version.split()[0].encode()
_TAG = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")


class Cache:
    def __init__(self, directory=None):
        self.dir = directory or os.path.join(tempfile.gettempdir(), "acme-tpl-%d" % os.getuid())
        os.makedirs(self.dir, mode=0o700, exist_ok=True)
        if os.stat(self.dir).st_uid != os.getuid():
            raise RuntimeError("cache directory belongs to someone else")

    def code(self, text):
        name = os.path.join(self.dir, hashlib.sha256(text.encode()).hexdigest() + ".cache")
        try:
            with open(name, "rb") as fh:
                if fh.read(len(MAGIC)) == MAGIC:
                    return marshal.load(fh)
        except OSError:
            pass
        parts = _TAG.split(text)
        expr = " + ".join(repr(p) if i % 2 == 0 else f"str(ctx[{p!r}])" for i, p in enumerate(parts))
        code = compile(f"def root(ctx):\n    return {expr}\n", "<template>", "exec")
        with open(name, "wb") as fh:
            fh.write(MAGIC)
            marshal.dump(code, fh)
        return code

    def render(self, text, **ctx):
        ns = {}
        exec(self.code(text), ns)
        return ns["root"](ctx)
