"""Read .env files into os.environ."""
import os
import re
from pathlib import Path

_LINE = re.compile(r"""^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:'([^']*)'|"((?:\\.|[^"\\])*)"|([^#\r\n]*))""")
_REF = re.compile(r"\$\{(\w+)\}")


def parse(text, environ=os.environ):
    out = {}
    for line in text.splitlines():
        m = _LINE.match(line)
        if not m:
            continue
        key, single, double, bare = m.groups()
        if single is not None:
            out[key] = single
            continue
        value = double.encode().decode("unicode_escape") if double is not None else bare.strip()
        out[key] = _REF.sub(lambda r: out.get(r[1], environ.get(r[1], "")), value)
    return out


def find(start=None):
    here = Path(start or Path.cwd()).resolve()
    for d in (here, *here.parents):
        if (d / ".env").is_file():
            return d / ".env"
    return None


def load(path=None, override=False):
    path = Path(path) if path else find()
    if path is None:
        return False
    for k, v in parse(path.read_text("utf-8")).items():
        if override or k not in os.environ:
            os.environ[k] = v
    return True
