"""Install a pinned helper binary after checking its digest."""
import hashlib
import os
import platform
import shutil
import tempfile
import urllib.request
from pathlib import Path

VERSION = "2.3.1"
BASE = "https://github.com/acme/acme-fmt/releases/download/v%s/acme-fmt-%s"
SHA256 = {
    "linux-x86_64": "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea",
    "linux-aarch64": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "darwin-arm64": "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
}


def target():
    return f"{platform.system().lower()}-{platform.machine()}"


def install(cache=Path.home() / ".cache" / "acme-fmt"):
    dest = cache / VERSION / "acme-fmt"
    if dest.exists():
        return dest
    want = SHA256[target()]
    dest.parent.mkdir(parents=True, exist_ok=True)
    with urllib.request.urlopen(BASE % (VERSION, target()), timeout=60) as r, \
            tempfile.NamedTemporaryFile(dir=dest.parent, delete=False) as tmp:
        shutil.copyfileobj(r, tmp)
    got = hashlib.sha256(Path(tmp.name).read_bytes()).hexdigest()
    if got != want:
        os.unlink(tmp.name)
        raise RuntimeError(f"digest mismatch for {target()}: {got}")
    os.chmod(tmp.name, 0o755)
    os.replace(tmp.name, dest)
    return dest
