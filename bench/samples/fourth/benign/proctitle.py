"""Set the thread name shown by ps and top (Linux only)."""
import ctypes
import ctypes.util
import os
import sys

PR_SET_NAME = 15
PR_GET_NAME = 16


def _libc():
    name = ctypes.util.find_library("c") or "libc.so.6"
    return ctypes.CDLL(name, use_errno=True)


def set_name(name):
    if not sys.platform.startswith("linux"):
        return False
    raw = name.encode("utf-8", "replace")[:15] + b"\0"
    buf = ctypes.create_string_buffer(raw)
    if _libc().prctl(PR_SET_NAME, ctypes.byref(buf), 0, 0, 0) != 0:
        err = ctypes.get_errno()
        raise OSError(err, os.strerror(err))
    return True


def get_name():
    buf = ctypes.create_string_buffer(16)
    _libc().prctl(PR_GET_NAME, ctypes.byref(buf), 0, 0, 0)
    return buf.value.decode("utf-8", "replace")
