"""Fetch geckodriver and put it on the PATH."""
import io
import os
import platform
import re
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
import zipfile
from urllib.request import urlopen

TEMPLATE = "https://github.com/mozilla/geckodriver/releases/download/{v}/geckodriver-{v}-{p}.{e}"
LATEST = "https://github.com/mozilla/geckodriver/releases/latest"


def platform_key():
    if sys.platform.startswith("linux"):
        return "linux-aarch64" if platform.machine() == "aarch64" else "linux64"
    if sys.platform == "darwin":
        return "macos-aarch64" if platform.machine() == "arm64" else "macos"
    if sys.platform.startswith("win"):
        return "win64"
    raise RuntimeError("unsupported platform " + sys.platform)


def latest_version():
    return urlopen(LATEST).geturl().rsplit("/", 1)[1]


def installed_version(binary):
    out = subprocess.check_output([binary, "--version"], text=True)
    m = re.search(r"geckodriver (\d+\.\d+\.\d+)", out)
    return "v" + m[1] if m else None


def install(folder=None):
    """Download the driver if missing and return its path."""
    folder = folder or os.path.join(os.path.expanduser("~"), ".gecko_autoinstall")
    version, key = latest_version(), platform_key()
    win = key.startswith("win")
    target = os.path.join(folder, version, "geckodriver" + (".exe" if win else ""))
    if not os.path.isfile(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        raw = urlopen(TEMPLATE.format(v=version, p=key, e="zip" if win else "tar.gz")).read()
        if win:
            with zipfile.ZipFile(io.BytesIO(raw)) as z:
                z.extract("geckodriver.exe", os.path.dirname(target))
        else:
            with tarfile.open(fileobj=io.BytesIO(raw), mode="r:gz") as t:
                t.extract("geckodriver", os.path.dirname(target))
        os.chmod(target, 0o744)
    os.environ["PATH"] = os.path.dirname(target) + os.pathsep + os.environ.get("PATH", "")
    return target
