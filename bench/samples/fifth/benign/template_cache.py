"""Bytecode cache for compiled templates."""
import hashlib
import marshal
import os
import sys
import tempfile

MAGIC = b"tpl1" + bytes(sys.version_info[:2])


class BytecodeCache:
    def __init__(self, directory):
        self.directory = directory
        os.makedirs(directory, mode=0o700, exist_ok=True)

    def _path(self, key):
        return os.path.join(self.directory, hashlib.sha1(key.encode()).hexdigest() + ".cache")

    def load(self, key, checksum):
        try:
            with open(self._path(key), "rb") as fh:
                if fh.read(len(MAGIC)) != MAGIC or fh.read(20) != checksum:
                    return None
                return marshal.load(fh)
        except (OSError, EOFError, ValueError):
            return None

    def store(self, key, checksum, code):
        fd, tmp = tempfile.mkstemp(dir=self.directory)
        with os.fdopen(fd, "wb") as fh:
            fh.write(MAGIC + checksum)
            marshal.dump(code, fh)
        os.replace(tmp, self._path(key))

    def compile(self, key, source):
        checksum = hashlib.sha1(source.encode()).digest()
        code = self.load(key, checksum)
        if code is None:
            code = compile(source, key, "exec")
            self.store(key, checksum, code)
        return code
