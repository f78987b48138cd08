"""Compute the version from git tags, falling back to package metadata."""
import os
import re
import subprocess
from importlib import metadata

TAG = re.compile(r"^v?(?P<base>\d+(\.\d+)*)(-(?P<n>\d+)-g(?P<sha>[0-9a-f]+))?(?P<dirty>-dirty)?$")


def _git(*args, cwd):
    env = dict(os.environ)
    env.pop("GIT_DIR", None)
    try:
        p = subprocess.Popen(["git", *args], cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return None
    out = p.communicate()[0].decode().strip()
    return out if p.returncode == 0 else None


def get_version(dist, root="."):
    m = TAG.match(_git("describe", "--tags", "--dirty", "--always", cwd=root) or "")
    if not m:
        try:
            return metadata.version(dist)
        except metadata.PackageNotFoundError:
            return "0+unknown"
    v = m["base"]
    if m["n"] and m["n"] != "0":
        v += f".post{m['n']}+g{m['sha']}"
    return v + (".dirty" if m["dirty"] else "")
