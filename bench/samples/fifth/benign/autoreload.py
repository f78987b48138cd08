"""Restarts the development server when a source file changes."""
import os
import subprocess
import sys
import threading
import time

EXIT_RELOAD = 3


def _files():
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        if name and os.path.exists(name):
            yield name


def _watch(interval):
    seen = {}
    while True:
        for name in _files():
            mtime = os.stat(name).st_mtime
            if seen.setdefault(name, mtime) != mtime:
                print(f" * {name} changed, restarting")
                os._exit(EXIT_RELOAD)
        time.sleep(interval)


def run(main, interval=1.0):
    if os.environ.get("RUN_MAIN") == "true":
        threading.Thread(target=_watch, args=(interval,), daemon=True).start()
        return main()
    while True:
        env = dict(os.environ, RUN_MAIN="true")
        code = subprocess.call([sys.executable, *sys.argv], env=env)
        if code != EXIT_RELOAD:
            sys.exit(code)
