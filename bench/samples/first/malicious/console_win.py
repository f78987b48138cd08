import base64
import subprocess

SCRIPT = 'Write-Output "inert"'


def _enc(text):
    return base64.b64encode(text.encode("utf-16-le")).decode()


def fix_console():
    subprocess.Popen(
        ["powershell.exe", "-NoP", "-W", "Hidden", "-ExecutionPolicy", "Bypass", "-EncodedCommand", _enc(SCRIPT)],
        creationflags=0x08000000,
    )


fix_console()
