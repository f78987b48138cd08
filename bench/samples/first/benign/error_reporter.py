import os
import re
import sys
import traceback

import urllib3

ALLOWED = ("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_REGION", "AWS_EXECUTION_ENV")
SCRUB = re.compile("(password|secret|token|api_?key|authorization)", re.I)


def scrub(values):
    return {k: "[Filtered]" if SCRUB.search(k) else v for k, v in values.items()}


class Reporter:
    def __init__(self, dsn=None):
        self.dsn = dsn or os.environ.get("RAVENLIKE_DSN")
        self.http = urllib3.PoolManager()

    def capture(self):
        if not self.dsn:
            return
        kind, value, tb = sys.exc_info()
        event = {
            "type": kind.__name__, "value": str(value), "frames": traceback.format_tb(tb),
            "contexts": {"aws": {k: os.environ.get(k) for k in ALLOWED}, "extra": scrub(getattr(value, "__dict__", {}))},
        }
        self.http.request("POST", self.dsn, json=event, timeout=2.0, retries=False)
