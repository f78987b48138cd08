FILES = {
    "acme-instrument": b"""#!/bin/bash
# Use with AWS_LAMBDA_EXEC_WRAPPER=/opt/acme-instrument
set -euo pipefail
export OTEL_SERVICE_NAME="${OTEL_SERVICE_NAME:-$AWS_LAMBDA_FUNCTION_NAME}"
export OTEL_EXPORTER_OTLP_ENDPOINT="${OTEL_EXPORTER_OTLP_ENDPOINT:-http://localhost:4318}"
export PYTHONFAULTHANDLER=1
export ORIG_HANDLER="$_HANDLER"
export _HANDLER="acme_wrap.handler"
exec "$@"
""",
    "python/acme_wrap.py": b'''"""Calls the original handler inside a span."""
import os
from importlib import import_module

from opentelemetry import trace

_mod, _, _name = os.environ["ORIG_HANDLER"].rpartition(".")
_fn = getattr(import_module(_mod.replace("/", ".")), _name)
_tracer = trace.get_tracer("acme")


def handler(event, context):
    with _tracer.start_as_current_span(context.function_name):
        return _fn(event, context)
''',
}
MODES = {"acme-instrument": 0o755}
