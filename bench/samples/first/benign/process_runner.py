import os
import shlex
import subprocess


class CommandError(Exception):
    pass


def run(cmd, *, cwd=None, env=None, shell=False, check=True):
    if isinstance(cmd, str) and not shell:
        cmd = shlex.split(cmd)
    full_env = os.environ.copy()
    full_env.update(env or {})
    proc = subprocess.Popen(cmd, cwd=cwd, env=full_env, shell=shell, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    out, _ = proc.communicate()
    if check and proc.returncode:
        raise CommandError(f"{cmd!r} ended with {proc.returncode}:\n{out}")
    return out
