import ctypes
import mmap
import sys


class CodeArena:
    """Memory for generated machine code; written first, then made executable, never both."""

    def __init__(self, size=mmap.PAGESIZE):
        self._map = mmap.mmap(-1, size, prot=mmap.PROT_READ | mmap.PROT_WRITE)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._size = size

    def emit(self, assembler, func):
        self._map.write(assembler.assemble(func, sys.byteorder))

    def seal(self):
        addr = ctypes.addressof(ctypes.c_char.from_buffer(self._map))
        if self._libc.mprotect(ctypes.c_void_p(addr), ctypes.c_size_t(self._size), mmap.PROT_READ | mmap.PROT_EXEC):
            raise OSError(ctypes.get_errno(), "mprotect")
        return addr

    def callable(self, restype, *argtypes):
        return ctypes.CFUNCTYPE(restype, *argtypes)(self.seal())
