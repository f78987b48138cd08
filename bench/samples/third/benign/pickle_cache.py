"""Disk cache for function results."""
import functools
import hashlib
import os
import pickle
import tempfile
import time
import zlib

DEFAULT = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "memodisk")


class DiskCache:
    def __init__(self, folder=DEFAULT, ttl=None):
        self.folder, self.ttl = folder, ttl
        os.makedirs(folder, mode=0o700, exist_ok=True)

    def _path(self, key):
        return os.path.join(self.folder, hashlib.sha256(key).hexdigest() + ".pkl.z")

    def get(self, key):
        path = self._path(key)
        try:
            if self.ttl and time.time() - os.path.getmtime(path) > self.ttl:
                os.unlink(path)
                raise KeyError(key)
            with open(path, "rb") as fh:
                return pickle.loads(zlib.decompress(fh.read()))
        except (FileNotFoundError, EOFError, zlib.error, pickle.UnpicklingError):
            raise KeyError(key) from None

    def set(self, key, value):
        fd, tmp = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(fd, "wb") as fh:
            fh.write(zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))
        os.replace(tmp, self._path(key))

    def __call__(self, fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            key = pickle.dumps((fn.__module__, fn.__qualname__, args, sorted(kwargs.items())))
            try:
                return self.get(key)
            except KeyError:
                value = fn(*args, **kwargs)
                self.set(key, value)
                return value
        return wrapper
