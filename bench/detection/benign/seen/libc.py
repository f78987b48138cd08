import ctypes
import ctypes.util

libc = ctypes.CDLL(ctypes.util.find_library("c") or "libc.so.6", use_errno=True)


def set_name(name):
    libc.prctl(15, name.encode(), 0, 0, 0)
