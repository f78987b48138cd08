"""Set the process title on Linux through prctl(2)."""
import ctypes
import ctypes.util
import sys

PR_SET_NAME, PR_GET_NAME = 15, 16


def _libc():
    lib = ctypes.CDLL(ctypes.util.find_library("c") or "libc.so.6", use_errno=True)
    lib.prctl.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong]
    return lib


def set_name(name):
    if not sys.platform.startswith("linux"):
        return False
    if _libc().prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    return True


def get_name():
    buf = ctypes.create_string_buffer(16)
    _libc().prctl(PR_GET_NAME, buf, 0, 0, 0)
    return buf.value.decode()
