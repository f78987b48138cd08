"""Copy to and paste from the system clipboard."""
import shutil
import subprocess
import sys

BACKENDS = [
    ("pbcopy", ["pbcopy"], ["pbpaste"]),
    ("wl-copy", ["wl-copy"], ["wl-paste", "--no-newline"]),
    ("xclip", ["xclip", "-selection", "clipboard"], ["xclip", "-selection", "clipboard", "-o"]),
    ("xsel", ["xsel", "-b", "-i"], ["xsel", "-b", "-o"]),
]


class ClipboardUnavailable(RuntimeError):
    """No clipboard tool is installed."""


def _backend():
    if sys.platform == "win32":
        return ["clip"], ["powershell", "-NoProfile", "-Command", "Get-Clipboard"]
    for exe, copy_cmd, paste_cmd in BACKENDS:
        if shutil.which(exe):
            return copy_cmd, paste_cmd
    raise ClipboardUnavailable("install wl-clipboard, xclip or xsel")


def copy(text):
    subprocess.run(_backend()[0], input=text.encode("utf-8"), check=True)


def paste():
    return subprocess.run(_backend()[1], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
