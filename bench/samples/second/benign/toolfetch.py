"""Fetch a pinned build of the linter binary and run it."""
import hashlib
import os
import pathlib
import platform
import subprocess
import sys
import urllib.request

VERSION = "0.4.1"
SHA256 = {
    ("Linux", "x86_64"): "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ("Darwin", "arm64"): "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
}
URL = "https://github.com/lintcorp/lint/releases/download/v{v}/lint-{os}-{arch}"


def binary():
    key = platform.system(), platform.machine()
    want = SHA256[key]
    dest = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "lint" / VERSION
    if not dest.exists():
        with urllib.request.urlopen(URL.format(v=VERSION, os=key[0].lower(), arch=key[1])) as r:
            data = r.read()
        if hashlib.sha256(data).hexdigest() != want:
            raise SystemExit("checksum mismatch")
        dest.parent.mkdir(parents=True, exist_ok=True)
        tmp = dest.with_suffix(".part")
        tmp.write_bytes(data)
        tmp.chmod(0o755)
        tmp.replace(dest)
    return str(dest)


def main():
    return subprocess.call([binary(), *sys.argv[1:]])
