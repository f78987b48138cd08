"""Copy and paste text on Linux, macOS and Windows."""
import ctypes
import os
import platform
import shutil
import subprocess
import time

ENC = "utf-8"


class ClipboardError(RuntimeError):
    pass


def _pipe(copy_cmd, paste_cmd):
    def copy(text):
        p = subprocess.Popen(copy_cmd, stdin=subprocess.PIPE, close_fds=True)
        p.communicate(str(text).encode(ENC))

    def paste():
        return subprocess.run(paste_cmd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              close_fds=True).stdout.decode(ENC)
    return copy, paste


def _windows():
    user32, kernel32 = ctypes.windll.user32, ctypes.windll.kernel32
    kernel32.GlobalLock.restype = ctypes.c_void_p
    user32.GetClipboardData.restype = ctypes.c_void_p

    def paste():
        if not user32.OpenClipboard(None):
            raise ClipboardError("clipboard is busy")
        try:
            handle = user32.GetClipboardData(13)
            return ctypes.c_wchar_p(handle).value or ""
        finally:
            user32.CloseClipboard()

    def copy(text):
        subprocess.run(["clip"], input=text.encode("utf-16le"), check=True)
    return copy, paste


def _detect():
    if platform.system() == "Darwin":
        return _pipe(["pbcopy"], ["pbpaste"])
    if platform.system() == "Windows":
        return _windows()
    if os.environ.get("WAYLAND_DISPLAY") and shutil.which("wl-copy"):
        return _pipe(["wl-copy"], ["wl-paste", "-n"])
    if shutil.which("xclip"):
        return _pipe(["xclip", "-selection", "c"], ["xclip", "-selection", "c", "-o"])

    def missing(*args):
        raise ClipboardError("no clipboard mechanism found")
    return missing, missing


copy, paste = _detect()


def wait_for_change(timeout=None, poll=0.1):
    """Block until the clipboard holds another text, then return it."""
    before, began = paste(), time.monotonic()
    while (now := paste()) == before:
        if timeout is not None and time.monotonic() - began > timeout:
            raise ClipboardError("timed out")
        time.sleep(poll)
    return now
