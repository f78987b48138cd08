"""Cache AWS Secrets Manager values with stale-while-error."""
import json
import threading
import time

import boto3
from botocore.exceptions import ClientError


class SecretCache:
    def __init__(self, client=None, ttl=600):
        self._client = client or boto3.client("secretsmanager")
        self._ttl = ttl
        self._items = {}
        self._lock = threading.RLock()

    def get(self, secret_id):
        with self._lock:
            value, until = self._items.get(secret_id, (None, 0))
            if until > time.monotonic():
                return value
            try:
                value = self._client.get_secret_value(SecretId=secret_id)["SecretString"]
            except ClientError:
                if value is None:
                    raise
            self._items[secret_id] = (value, time.monotonic() + self._ttl)
            return value

    def get_json(self, secret_id, key=None):
        doc = json.loads(self.get(secret_id))
        return doc if key is None else doc[key]
