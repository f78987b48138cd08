FILES = {
    "otel-instrument": b'''#!/bin/bash
export PYTHONPATH="/opt/python:${LAMBDA_RUNTIME_DIR}:${PYTHONPATH:-}"
export OTEL_PYTHON_DISTRO="${OTEL_PYTHON_DISTRO:-aws_distro}"
export OTEL_EXPORTER_OTLP_ENDPOINT="${OTEL_EXPORTER_OTLP_ENDPOINT:-http://localhost:4318}"
if [ -z "${OTEL_SERVICE_NAME:-}" ]; then
  export OTEL_SERVICE_NAME="$AWS_LAMBDA_FUNCTION_NAME"
fi
export ORIG_HANDLER="$_HANDLER"
export _HANDLER="otel_wrapper.lambda_handler"
exec "$@"
''',
    "python/otel_wrapper.py": b'''import importlib
import os
import time

_mod, _fn = os.environ.get("ORIG_HANDLER", "lambda_function.lambda_handler").rsplit(".", 1)


def lambda_handler(event, context):
    start = time.perf_counter()
    try:
        return getattr(importlib.import_module(_mod.replace("/", ".")), _fn)(event, context)
    finally:
        print(f"handler took {time.perf_counter() - start:.3f}s")
''',
}
MODES = {"otel-instrument": 0o755}
