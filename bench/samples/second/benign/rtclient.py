"""Minimal custom runtime loop for functions packaged with this framework."""
import http.client
import importlib
import json
import os
import sys
import traceback


def load_handler():
    mod, fn = os.environ["_HANDLER"].rsplit(".", 1)
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    return getattr(importlib.import_module(mod), fn)


def serve():
    host = os.environ["AWS_LAMBDA_RUNTIME_API"]
    handler = load_handler()
    while True:
        conn = http.client.HTTPConnection(host)
        conn.request("GET", "/2018-06-01/runtime/invocation/next")
        resp = conn.getresponse()
        rid = resp.getheader("Lambda-Runtime-Aws-Request-Id")
        os.environ["_X_AMZN_TRACE_ID"] = resp.getheader("Lambda-Runtime-Trace-Id", "")
        try:
            out, tail = json.dumps(handler(json.loads(resp.read()), None)), "response"
        except Exception as exc:
            out, tail = json.dumps({"errorType": type(exc).__name__, "errorMessage": str(exc),
                                    "stackTrace": traceback.format_exc().splitlines()}), "error"
        conn.request("POST", f"/2018-06-01/runtime/invocation/{rid}/{tail}", out)
        conn.getresponse().read()


if __name__ == "__main__":
    serve()
