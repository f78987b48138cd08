"""ISO 3166 numeric codes, stored compressed to keep the layer small."""
import base64
import functools
import zlib

_DATA = r"""c$^CjwzV)Z;Bs-bH8MBjatpFGGBx1x3a~Y{G~#j!vNZq-divQKo0@UCJK0(onQ=Kg+8P>}002#M3#<"""


@functools.cache
def _table():
    text = zlib.decompress(base64.b85decode(_DATA)).decode("ascii")
    return dict(line.split("=") for line in text.splitlines())


def numeric(alpha2):
    try:
        return _table()[alpha2.upper()]
    except KeyError:
        raise LookupError(f"unknown country {alpha2!r}") from None


def alpha2(code):
    wanted = str(code).zfill(3)
    for key, value in _table().items():
        if value == wanted:
            return key
    raise LookupError(f"unknown code {code!r}")


def __getattr__(name):
    if name == "ALL":
        return sorted(_table())
    raise AttributeError(name)
