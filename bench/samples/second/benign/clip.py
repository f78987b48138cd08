"""Copy a generated address or password to the clipboard and clear it later."""
import shutil
import subprocess
import sys
import threading

_COPY = [("pbcopy", []), ("wl-copy", []), ("xclip", ["-selection", "clipboard"]), ("clip.exe", [])]


def _tool():
    for name, args in _COPY:
        path = shutil.which(name)
        if path:
            return [path, *args]
    raise RuntimeError("no clipboard tool found")


def copy(text, clear_after=None):
    subprocess.run(_tool(), input=text.encode(), check=True)
    if clear_after:
        t = threading.Timer(clear_after, copy, args=("",))
        t.daemon = True
        t.start()


if __name__ == "__main__":
    copy(sys.stdin.read(), clear_after=30)
