"""Decorator that logs Lambda invocations in JSON to stdout."""
import functools
import json
import os
import sys
import time

_cold = True
_HIDE = {"authorization", "cookie", "x-api-key"}


def _mask(value):
    if isinstance(value, dict):
        return {k: "***" if k.lower() in _HIDE else _mask(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_mask(v) for v in value]
    return value


def logged(fn=None, *, log_event=False):
    if fn is None:
        return functools.partial(logged, log_event=log_event)

    @functools.wraps(fn)
    def wrapper(event, context):
        global _cold
        line = {"cold_start": _cold, "request_id": context.aws_request_id,
                "function": context.function_name}
        _cold = False
        if log_event or os.environ.get("LOG_EVENT") == "true":
            line["event"] = _mask(event)
        t0 = time.perf_counter()
        try:
            return fn(event, context)
        except Exception as exc:
            line["error"] = type(exc).__name__
            raise
        finally:
            line["ms"] = round((time.perf_counter() - t0) * 1000, 2)
            print(json.dumps(line, default=str), file=sys.stdout, flush=True)

    return wrapper
