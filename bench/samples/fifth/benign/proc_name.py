"""Sets the process title on Linux and reads the resident size."""
import ctypes
import ctypes.util
import os
import resource

PR_SET_NAME = 15
PR_GET_NAME = 16
_libc = ctypes.CDLL(ctypes.util.find_library("c") or None, use_errno=True)


def _prctl(option, buf):
    if not hasattr(_libc, "prctl"):
        return
    if _libc.prctl(option, ctypes.byref(buf), 0, 0, 0) != 0:
        err = ctypes.get_errno()
        raise OSError(err, os.strerror(err))


def set_name(name):
    _prctl(PR_SET_NAME, ctypes.create_string_buffer(name.encode()[:15]))


def get_name():
    buf = ctypes.create_string_buffer(16)
    _prctl(PR_GET_NAME, buf)
    return buf.value.decode()


def rss():
    try:
        with open("/proc/self/statm") as fh:
            return int(fh.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
