"""A small custom runtime for container based Lambda functions."""
import importlib
import json
import os
import traceback
import urllib.request

API = "http://{}/2018-06-01/runtime".format(os.environ.get("AWS_LAMBDA_RUNTIME_API", ""))


def _post(path, doc):
    body = json.dumps(doc).encode()
    req = urllib.request.Request(API + path, body, {"Content-Type": "application/json"})
    urllib.request.urlopen(req).close()


def load(spec):
    module, _, name = spec.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def error(exc):
    return {
        "errorType": type(exc).__name__,
        "errorMessage": str(exc),
        "stackTrace": traceback.format_tb(exc.__traceback__),
    }


def run():
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as exc:
        _post("/init/error", error(exc))
        raise SystemExit(1)
    while True:
        with urllib.request.urlopen(API + "/invocation/next") as resp:
            rid = resp.headers["Lambda-Runtime-Aws-Request-Id"]
            event = json.load(resp)
        try:
            _post(f"/invocation/{rid}/response", handler(event, None))
        except Exception as exc:
            _post(f"/invocation/{rid}/error", error(exc))


if __name__ == "__main__":
    run()
