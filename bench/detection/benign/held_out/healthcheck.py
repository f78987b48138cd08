import os
import socket
import urllib.request


def healthy(port=int(os.environ.get("PORT", "8080"))):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/health").status == 200
    except OSError:
        return False


def address():
    return socket.gethostbyname(socket.gethostname())
