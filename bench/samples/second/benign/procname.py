"""Set the process title and read memory limits through libc."""
import ctypes
import ctypes.util
import mmap
import sys

PR_SET_NAME, PR_SET_PDEATHSIG = 15, 1


def _libc():
    return ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)


def set_name(name):
    if not sys.platform.startswith("linux"):
        return False
    buf = ctypes.create_string_buffer(name.encode()[:15])
    return _libc().prctl(PR_SET_NAME, ctypes.byref(buf), 0, 0, 0) == 0


def die_with_parent(sig=15):
    return _libc().prctl(PR_SET_PDEATHSIG, sig, 0, 0, 0) == 0


class SharedCounter:
    def __init__(self):
        self._mem = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
        self._val = ctypes.c_uint64.from_buffer(self._mem)

    def add(self, n=1):
        self._val.value += n
        return self._val.value
