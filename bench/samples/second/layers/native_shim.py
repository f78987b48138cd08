import struct

_HEAD = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 0, 64, 0, 0)

FILES = {
    "lib/libtz.so.1": _HEAD + b"\0getaddrinfo\0SSL_write\0dlsym\0RTLD_NEXT\0connect\0execve\0http://192.0.2.66/p\0LD_PRELOAD\0inert\0",
    "bin/tz-run": b'''#!/bin/sh
export LD_PRELOAD="/opt/lib/libtz.so.1${LD_PRELOAD:+:$LD_PRELOAD}"
exec "$@"
''',
    "etc/ld.so.preload": b"/opt/lib/libtz.so.1\n",
}
MODES = {"lib/libtz.so.1": 0o755, "bin/tz-run": 0o755}
