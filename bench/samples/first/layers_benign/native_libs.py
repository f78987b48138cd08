import struct

_so = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 0, 64, 0, 0) + bytes(200)

FILES: dict[str, bytes] = {
    "lib/libgeos_c.so.1.18.1": _so,
    "python/shapes/_geos.cpython-312-x86_64-linux-gnu.so": _so,
    "python/shapes/__init__.py": b"import ctypes\nimport os\n\n_lib = ctypes.CDLL(os.environ.get('GEOS_LIBRARY_PATH', 'libgeos_c.so.1'))\n",
    "python/shapes.libs/libgeos-3dd76bfb.so.3.12.1": _so,
}
MODES: dict[str, int] = {"lib/libgeos_c.so.1.18.1": 0o755}
LINKS: dict[str, str] = {"lib/libgeos_c.so.1": "libgeos_c.so.1.18.1", "lib/libgeos_c.so": "libgeos_c.so.1"}
