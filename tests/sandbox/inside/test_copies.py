"""The trace of what was read."""

import os
import shutil
import ssl

import pytest

from lamella.sandbox.cells.libraries import installed
from lamella.sandbox.function import Rules
from lamella.sandbox.outcome import Mechanism
from real_cells import (
    ROOTED,
    Cells,
)


@pytest.mark.parametrize("mechanism", ROOTED)
def test_the_trace_sees_what_was_read_also_from_c(cells: Cells, mechanism: Mechanism) -> None:
    cells.opt |= {f"{name}.txt": "text" for name in ("read", "mapped", "by_c", "stat", "listed/in", "not")}
    cells.opt |= {"python/empty.py": "", "python/module.py": "", "run.sh": "#!/bin/sh\n", "bundle.pem": _bundle()}
    rooms = cells.rooms()
    (rooms.opt / "run.sh").chmod(0o755)
    (rooms.opt / "link").symlink_to("read.txt")
    shutil.copy(installed()["libz.so.1"].resolve(), rooms.opt / "library.so")
    (rooms.opt / "library.so").chmod(0o755)
    code = """
import ctypes, mmap, os, ssl, subprocess, sys
open('/opt/link').read()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.fgetc.argtypes = [ctypes.c_void_p]
libc.fgetc(libc.fopen(b'/opt/by_c.txt', b'r'))
with open('/opt/mapped.txt', 'rb') as file: mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[0]
os.stat('/opt/stat.txt'), os.listdir('/opt/listed')
sys.path.append('/opt/python')
import empty, module
ctypes.CDLL('/opt/library.so')
ssl.create_default_context(cafile='/opt/bundle.pem')
subprocess.run(['/opt/run.sh'], check=True)
"""
    with cells.open(mechanism, Rules(traced=True)) as opened:
        assert opened.cell.accessed() == ()
        assert opened.run(code).output == ""
        assert opened.cell.accessed() == (
            "bundle.pem", "by_c.txt", "library.so", "link", "mapped.txt", "python/empty.py", "python/module.py",
            "read.txt", "run.sh",
        )  # fmt: skip
        assert "Permission denied" in opened.run("open('/opt/new', 'w')").output


def test_the_trace_keeps_modes_for_others(cells: Cells) -> None:
    cells.opt |= {"private.txt": "", "python/module.py": ""}
    rooms = cells.rooms()
    (rooms.opt / "private.txt").chmod(0o600)
    os.utime(rooms.opt / "python/module.py", ns=(5, 1_000_000_000))
    with cells.open(rules=Rules(traced=True)) as opened:
        assert opened.asked("os.stat('/opt/python/module.py').st_mtime_ns") == 1_000_000_000
        assert opened.run("open('/opt/data.txt')").exited.code == 0
        assert "Permission denied" in opened.run("open('/opt/private.txt')").output


def _bundle() -> str:
    der = ssl.create_default_context().get_ca_certs(binary_form=True)
    return "".join(ssl.DER_cert_to_PEM_cert(each) for each in der[:3])
