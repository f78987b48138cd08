import hashlib
import os
import pathlib
import requests

CACHE = pathlib.Path(os.environ.get("MODEL_CACHE", "/tmp/models"))


def fetch(name, url, digest):
    path = CACHE / name
    if not path.exists():
        data = requests.get(url, timeout=60).content
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError("checksum")
        path.write_bytes(data)
    return path
