"""Custom runtime loop for container images."""
import http.client
import importlib
import json
import os
import sys
import time
import traceback


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


class RuntimeClient:
    VERSION = "/2018-06-01/runtime"

    def __init__(self, address):
        self.conn = http.client.HTTPConnection(address)

    def _call(self, method, path, doc=None, headers=None):
        body = None if doc is None else json.dumps(doc)
        self.conn.request(method, self.VERSION + path, body, headers or {})
        resp = self.conn.getresponse()
        return resp.headers, resp.read()

    def next(self):
        headers, body = self._call("GET", "/invocation/next")
        return json.loads(body), Context(headers)

    def respond(self, request_id, result):
        self._call("POST", f"/invocation/{request_id}/response", result)

    def fail(self, request_id, exc):
        path = f"/invocation/{request_id}/error" if request_id else "/init/error"
        self._call("POST", path, {
            "errorType": type(exc).__name__, "errorMessage": str(exc),
            "stackTrace": traceback.format_tb(exc.__traceback__)})


def load_handler(spec):
    module, _, name = spec.rpartition(".")
    sys.path.insert(0, os.environ.get("LAMBDA_TASK_ROOT", os.getcwd()))
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def main():
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as exc:
        client.fail(None, exc)
        sys.exit(1)
    while True:
        event, ctx = client.next()
        try:
            client.respond(ctx.aws_request_id, handler(event, ctx))
        except Exception as exc:
            client.fail(ctx.aws_request_id, exc)


if __name__ == "__main__":
    main()
