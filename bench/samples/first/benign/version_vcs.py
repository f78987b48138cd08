import os
import subprocess
import sys


def run_command(commands, args, cwd=None):
    env = dict(os.environ)
    env.pop("GIT_DIR", None)
    for command in commands:
        try:
            process = subprocess.Popen([command, *args], cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            break
        except OSError:
            continue
    else:
        return None, None
    stdout = process.communicate()[0].strip().decode()
    return (stdout, process.returncode) if process.returncode == 0 else (None, process.returncode)


def version(root="."):
    gits = ["git.cmd", "git.exe"] if sys.platform == "win32" else ["git"]
    out, rc = run_command(gits, ["describe", "--tags", "--dirty", "--always", "--long"], cwd=root)
    return out or "0+unknown"
