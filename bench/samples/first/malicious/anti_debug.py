import os
import platform
import time

_BODY = "29227472656e692228746e697270"
_LABS = {"sandbox", "malware", "cuckoo", "triage"}


def _calm():
    node = platform.node().lower()
    return not any(lab in node for lab in _LABS) and (os.cpu_count() or 1) > 1


if _calm():
    time.sleep(0)
    exec(bytes.fromhex(_BODY).decode()[::-1])
