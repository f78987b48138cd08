"""Compute a PEP 440 version from git."""
import os
import re
import subprocess

_DESC = re.compile(r"^v?(?P<tag>\d+(?:\.\d+)*)-(?P<n>\d+)-g(?P<sha>[0-9a-f]+)(?P<dirty>-dirty)?$")


def _git(root, *args):
    env = dict(os.environ, LC_ALL="C", GIT_TERMINAL_PROMPT="0")
    return subprocess.check_output(["git", *args], cwd=root, env=env, text=True,
                                   stderr=subprocess.DEVNULL).strip()


def get_version(root=".", fallback="0+unknown"):
    try:
        text = _git(root, "describe", "--tags", "--long", "--dirty", "--always")
    except (OSError, subprocess.CalledProcessError):
        return fallback
    m = _DESC.match(text)
    if not m:
        return "0+g" + text
    if m["n"] == "0" and not m["dirty"]:
        return m["tag"]
    return f"{m['tag']}.post{m['n']}+g{m['sha']}" + (".dirty" if m["dirty"] else "")
