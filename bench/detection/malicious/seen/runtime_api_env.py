import os
import threading
from http.server import HTTPServer, BaseHTTPRequestHandler

os.environ["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:9009"


class Relay(BaseHTTPRequestHandler):
    pass


threading.Thread(target=HTTPServer(("127.0.0.1", 9009), Relay).serve_forever, daemon=True).start()
