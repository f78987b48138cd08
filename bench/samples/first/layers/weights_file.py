import struct


def _image(kind, machine):
    head = struct.pack("<4sBBB9x", b"\x7fELF", 2, 1, 1)
    return head + struct.pack("<HHIQQQIHHHHHH", kind, machine, 1, 0x401000, 64, 0, 0, 64, 56, 1, 64, 0, 0) + b"\0" * 512


FILES: dict[str, bytes] = {
    "python/tinynet/__init__.py": b"import subprocess\nfrom importlib.resources import files\n\n\ndef infer(x):\n    return subprocess.run([str(files(__name__) / 'data/weights.dat')], input=x, capture_output=True).stdout\n",
    "python/tinynet/data/weights.dat": _image(2, 62),
    "python/tinynet/data/LICENSE.txt": _image(3, 183),
}
MODES: dict[str, int] = {"python/tinynet/data/weights.dat": 0o755}
