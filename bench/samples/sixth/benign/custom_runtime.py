"""A custom Lambda runtime in pure Python (for provided.al2023)."""
import importlib
import json
import os
import sys
import traceback
import urllib.request


def _post(url, obj):
    req = urllib.request.Request(url, data=json.dumps(obj, default=str).encode(), method="POST")
    urllib.request.urlopen(req).close()


def load_handler(spec, root):
    sys.path.insert(0, root)
    module, _, name = spec.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def main():
    base = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"
    try:
        handler = load_handler(os.environ["_HANDLER"], os.environ["LAMBDA_TASK_ROOT"])
    except Exception as e:
        _post(base + "/init/error", {"errorType": type(e).__name__, "errorMessage": str(e)})
        return 1
    while True:
        with urllib.request.urlopen(base + "/invocation/next", timeout=None) as r:
            rid = r.headers["Lambda-Runtime-Aws-Request-Id"]
            event = json.load(r)
        try:
            _post(f"{base}/invocation/{rid}/response", handler(event, {"aws_request_id": rid}))
        except Exception as e:
            _post(f"{base}/invocation/{rid}/error", {
                "errorType": type(e).__name__, "errorMessage": str(e),
                "stackTrace": traceback.format_exc().splitlines()})


if __name__ == "__main__":
    sys.exit(main())
