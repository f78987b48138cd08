"""Adds a user agent suffix and call counting to a boto3 session."""
import collections
import logging
import time

import boto3

log = logging.getLogger(__name__)


class CallStats:
    def __init__(self):
        self.calls = collections.Counter()
        self._started = {}

    def before(self, request, operation_name=None, **kwargs):
        request.headers["User-Agent"] = f"{request.headers.get('User-Agent', '')} callstats/1.2"
        self._started[operation_name] = time.monotonic()

    def after(self, http_response, parsed, model, **kwargs):
        took = time.monotonic() - self._started.pop(model.name, time.monotonic())
        self.calls[f"{model.service_model.service_name}.{model.name}"] += 1
        log.debug("%s -> %s in %.3fs", model.name, http_response.status_code, took)


def instrument(session=None):
    session = session or boto3.DEFAULT_SESSION or boto3.Session()
    stats = CallStats()
    session.events.register("before-sign", stats.before)
    session.events.register("after-call", stats.after)
    return stats
