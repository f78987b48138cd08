"""Event loop of a custom Lambda runtime."""
import http.client
import importlib
import json
import os
import sys
import traceback

VERSION = "2018-06-01"


class RuntimeClient:
    def __init__(self, address):
        self.conn = http.client.HTTPConnection(address)

    def next(self):
        self.conn.request("GET", f"/{VERSION}/runtime/invocation/next")
        resp = self.conn.getresponse()
        body = resp.read()
        return resp.getheader("Lambda-Runtime-Aws-Request-Id"), json.loads(body)

    def post(self, request_id, kind, doc):
        path = f"/{VERSION}/runtime/invocation/{request_id}/{kind}"
        self.conn.request("POST", path, json.dumps(doc))
        self.conn.getresponse().read()


def load(handler):
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    module, _, name = handler.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def main():
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    fn = load(os.environ["_HANDLER"])
    while True:
        request_id, event = client.next()
        try:
            client.post(request_id, "response", fn(event, None))
        except Exception as exc:
            client.post(request_id, "error", {
                "errorMessage": str(exc),
                "errorType": type(exc).__name__,
                "stackTrace": traceback.format_exc().splitlines(),
            })


if __name__ == "__main__":
    main()
