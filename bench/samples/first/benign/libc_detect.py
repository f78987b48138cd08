import os
import platform
import re
import subprocess


def glibc_version_string():
    try:
        text = os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, OSError, ValueError):
        text = None
    if text:
        return text.rpartition(" ")[2]
    out = subprocess.getoutput("ldd --version 2>&1")
    m = re.search(r"(\d+\.\d+)\s*$", out.splitlines()[0]) if out else None
    return m and m.group(1)


def musl_version():
    found = None
    with os.popen("ls /lib/ld-musl-*.so.1 2>/dev/null") as pipe:
        name = pipe.read().split()
    if name:
        out = subprocess.run(name[:1], stderr=subprocess.PIPE, text=True).stderr
        found = re.search(r"Version (\d+\.\d+)", out)
    return found and found.group(1)


def tags():
    return platform.machine(), glibc_version_string(), musl_version()
