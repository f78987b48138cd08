"""Logs the incoming event with sensitive fields masked."""
import functools
import json
import logging

logger = logging.getLogger("event_log")
MASK = frozenset({"authorization", "cookie", "x-api-key", "password"})


def _clean(node):
    if isinstance(node, dict):
        return {k: "***" if k.lower() in MASK else _clean(v) for k, v in node.items()}
    if isinstance(node, list):
        return [_clean(v) for v in node]
    return node


def logged(handler=None, *, level=logging.INFO):
    if handler is None:
        return functools.partial(logged, level=level)

    @functools.wraps(handler)
    def inner(event, context):
        logger.log(level, "event=%s", json.dumps(_clean(event), default=str))
        try:
            result = handler(event, context)
        except Exception:
            logger.exception("handler failed request_id=%s", context.aws_request_id)
            raise
        logger.log(level, "status=%s", (result or {}).get("statusCode"))
        return result

    return inner
