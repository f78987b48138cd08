import atexit
import os
import sys


def daemonize(pidfile, stdout="/dev/null"):
    """Detach from the terminal (Stevens' double fork)."""
    if os.fork() > 0:
        os._exit(0)
    os.setsid()
    os.umask(0o022)
    if os.fork() > 0:
        os._exit(0)
    sys.stdout.flush()
    with open(os.devnull) as null, open(stdout, "a+") as out:
        os.dup2(null.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    atexit.register(os.unlink, pidfile)
    with open(pidfile, "w") as fh:
        fh.write(f"{os.getpid()}\n")
