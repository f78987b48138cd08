import hashlib
import marshal
import os
import pickle
import sys
from io import BytesIO

bc_magic = b"j2" + pickle.dumps(5, 2) + pickle.dumps((sys.version_info[0] << 24) | sys.version_info[1], 2)


class Bucket:
    def __init__(self, key, checksum):
        self.key, self.checksum, self.code = key, checksum, None

    def load_bytecode(self, f):
        if f.read(len(bc_magic)) != bc_magic:
            return
        if pickle.load(f) != self.checksum:
            return
        try:
            self.code = marshal.load(f)
        except (EOFError, ValueError, TypeError):
            self.code = None

    def bytecode_from_string(self, data):
        self.load_bytecode(BytesIO(data))


def cache_name(folder, name):
    return os.path.join(folder, "__%s.cache" % hashlib.sha1(name.encode()).hexdigest())
