import copy
import functools
import json
import logging
import os

logger = logging.getLogger("acme.handler")
HIDE = {"authorization", "cookie", "password", "token", "x-api-key"}


def redact(obj):
    if isinstance(obj, dict):
        return {k: "[redacted]" if k.lower() in HIDE else redact(v) for k, v in obj.items()}
    if isinstance(obj, list):
        return [redact(v) for v in obj]
    return obj


def logged(fn):
    """Log the (redacted) event when ACME_LOG_EVENT is set."""
    @functools.wraps(fn)
    def inner(event, context):
        if os.getenv("ACME_LOG_EVENT", "").lower() in ("1", "true"):
            logger.info(json.dumps({"event": redact(copy.deepcopy(event)),
                                    "request_id": context.aws_request_id}, default=str))
        try:
            return fn(event, context)
        except Exception:
            logger.exception("unhandled")
            raise
    return inner
