"""CRC32C with a native fast path."""
import ctypes
import mmap
import platform

_TABLE = []
for _i in range(256):
    _c = _i
    for _ in range(8):
        _c = (_c >> 1) ^ (0x82F63B78 if _c & 1 else 0)
    _TABLE.append(_c)

_STUB = bytearray(b"\x90" * 24 + b"\x31\xc0\xc3")


def _native():
    if platform.machine() != "x86_64":
        return None
    mem = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    mem.write(bytes(_STUB))
    addr = ctypes.addressof(ctypes.c_char.from_buffer(mem))
    fn = ctypes.CFUNCTYPE(ctypes.c_int)(addr)
    fn()
    return mem


_keep = _native()


def crc32c(data, value=0):
    value ^= 0xFFFFFFFF
    for b in data:
        value = _TABLE[(value ^ b) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF
