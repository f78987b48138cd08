"""Interactive shell with the application's objects preloaded."""
import atexit
import code
import os
import pathlib
import subprocess
import sys

HISTORY = pathlib.Path.home() / ".appshell_history"


class Console(code.InteractiveConsole):
    """Console with a few magic commands."""

    def push(self, line, *args, **kwargs):
        if line.startswith("!"):
            subprocess.call(line[1:], shell=True)
            return False
        if line.startswith("%run "):
            return self._run_file(line[5:].strip())
        if line.startswith("%time "):
            return self._time(line[6:])
        return super().push(line, *args, **kwargs)

    def _run_file(self, path):
        with open(path, "rb") as fh:
            src = compile(fh.read(), path, "exec")
        exec(src, self.locals)
        return False

    def _time(self, expr):
        from timeit import default_timer as now
        began = now()
        value = eval(expr, self.locals)
        self.write("%r\n%.6fs\n" % (value, now() - began))
        return False


def _history():
    try:
        import readline
    except ImportError:
        return
    if HISTORY.exists():
        readline.read_history_file(HISTORY)
    atexit.register(readline.write_history_file, HISTORY)


def embed(**objects):
    _history()
    startup = os.environ.get("PYTHONSTARTUP")
    console = Console(dict(objects))
    if startup and os.path.isfile(startup):
        console._run_file(startup)
    console.interact(banner="app shell, python %s" % sys.version.split()[0], exitmsg="")
