"""Tracing wrapper for AWS Lambda handlers; set TRACEWELL_HANDLER to the original."""
import functools
import importlib
import json
import os
import time
import uuid

import urllib3

_spans = []
_agent = urllib3.PoolManager(timeout=0.5, retries=False)
AGENT_URL = os.environ.get("TRACEWELL_AGENT", "http://127.0.0.1:8126") + "/v0.4/traces"
CAPTURE = os.environ.get("TRACEWELL_CAPTURE_PAYLOAD", "false").lower() == "true"


class span:
    def __init__(self, name, **tags):
        self.doc = {"name": name, "id": uuid.uuid4().hex[:16], "tags": tags}

    def __enter__(self):
        self.doc["start"] = time.time_ns()
        return self.doc

    def __exit__(self, kind, exc, tb):
        self.doc["duration"] = time.time_ns() - self.doc["start"]
        if exc is not None:
            self.doc["error"] = kind.__name__
        _spans.append(self.doc)


def patch_botocore():
    import botocore.client
    original = botocore.client.BaseClient._make_api_call

    def traced(self, operation, params):
        with span("aws." + operation, service=self.meta.service_model.service_name,
                  region=self.meta.region_name):
            return original(self, operation, params)
    botocore.client.BaseClient._make_api_call = traced


def patch_urllib3():
    original = urllib3.connectionpool.HTTPConnectionPool.urlopen

    def traced(self, method, url, *args, **kw):
        if self.port == 8126:
            return original(self, method, url, *args, **kw)
        with span("http", method=method, host=self.host):
            return original(self, method, url, *args, **kw)
    urllib3.connectionpool.HTTPConnectionPool.urlopen = traced


def flush():
    batch, _spans[:] = list(_spans), []
    try:
        _agent.request("PUT", AGENT_URL, body=json.dumps([batch]))
    except urllib3.exceptions.HTTPError:
        pass


def wrap(fn):
    @functools.wraps(fn)
    def inner(event, context):
        tags = {"request_id": context.aws_request_id, "arn": context.invoked_function_arn}
        if CAPTURE:
            tags["function.request"] = json.dumps(event, default=str)[:4096]
        try:
            with span("aws.lambda", **tags):
                return fn(event, context)
        finally:
            flush()
    return inner


patch_botocore()
patch_urllib3()
_mod, _, _name = os.environ.get("TRACEWELL_HANDLER", "").rpartition(".")
if _mod:
    handler = wrap(getattr(importlib.import_module(_mod), _name))
