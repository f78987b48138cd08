import os
import re
import subprocess
from pathlib import Path

TAG = re.compile(r"^v?(?P<base>\d+(?:\.\d+)*)(?:-(?P<n>\d+)-g(?P<sha>[0-9a-f]+))?(?P<dirty>-dirty)?$")


def run(args, cwd):
    env = dict(os.environ, LC_ALL="C", GIT_TERMINAL_PROMPT="0")
    proc = subprocess.run(
        ["git", *args], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    return proc.stdout.strip() if proc.returncode == 0 else None


def version(root="."):
    root = Path(root).resolve()
    text = run(["describe", "--tags", "--long", "--dirty", "--always"], root)
    match = TAG.match(text or "")
    if not match:
        return f"0+{text or 'unknown'}"
    base = match["base"]
    if match["n"] and int(match["n"]):
        base += f".dev{match['n']}+{match['sha']}"
    return base


if __name__ == "__main__":
    print(version())
