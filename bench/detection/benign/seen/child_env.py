import os
import subprocess


def run(command, **extra):
    env = os.environ.copy()
    env.update(extra)
    return subprocess.run(command, env={**env, "LC_ALL": "C"}, check=True, capture_output=True)
