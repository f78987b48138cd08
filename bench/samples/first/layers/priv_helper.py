import struct

_elf = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 183, 1, 0x400000, 64, 0, 0, 64, 56, 0, 64, 0, 0)

FILES: dict[str, bytes] = {
    "bin/mount-helper": _elf + bytes(64),
    "python/mounts.py": b"import subprocess\n\n\ndef mount(where):\n    return subprocess.call(['/opt/bin/mount-helper', where])\n",
}
MODES: dict[str, int] = {"bin/mount-helper": 0o4755}
