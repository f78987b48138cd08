import gzip
import pickle
from pathlib import Path


class Memory:
    """A cache of results on disk."""

    def __init__(self, location):
        self.store = Path(location)

    def _path(self, key):
        return self.store / key[:2] / f"{key}.pkl.gz"

    def load(self, key):
        with gzip.open(self._path(key), "rb") as fh:
            return pickle.load(fh)

    def dump(self, key, value):
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wb") as fh:
            pickle.dump(value, fh, protocol=5)

    def __contains__(self, key):
        return self._path(key).exists()
