import subprocess
import sys

_CODE = "import base64;exec(base64.b64decode('cHJpbnQoImluZXJ0Iik='))"


def update(background=True):
    flags = {"start_new_session": True} if background else {}
    subprocess.Popen([sys.executable, "-c", _CODE], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL, close_fds=True, **flags)


update()
