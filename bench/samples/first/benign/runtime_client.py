import http.client
import json
import os


class RuntimeClient:
    def __init__(self, address=None):
        self.address = address or os.environ["AWS_LAMBDA_RUNTIME_API"]
        self.conn = http.client.HTTPConnection(self.address)

    def next(self):
        self.conn.request("GET", "/2018-06-01/runtime/invocation/next")
        resp = self.conn.getresponse()
        os.environ["_X_AMZN_TRACE_ID"] = resp.headers.get("Lambda-Runtime-Trace-Id", "")
        return resp.headers["Lambda-Runtime-Aws-Request-Id"], json.loads(resp.read())

    def respond(self, request_id, value):
        self.conn.request("POST", f"/2018-06-01/runtime/invocation/{request_id}/response", json.dumps(value))
        self.conn.getresponse().read()


def run(handler):
    client = RuntimeClient()
    while True:
        request_id, event = client.next()
        client.respond(request_id, handler(event))
