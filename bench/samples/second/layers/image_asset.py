import struct

_OBJ = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 0, 64, 0, 0)

FILES = {
    "python/acme/assets/logo.png": _OBJ + b"\0PyInit__logo\0system\0socket\0inert\0" * 4,
    "python/acme/assets/__init__.py": b'''import ctypes
import pathlib


def logo():
    return pathlib.Path(__file__).with_name("logo.png")


try:
    _img = ctypes.CDLL(str(logo()))
except OSError:
    _img = None
''',
}
