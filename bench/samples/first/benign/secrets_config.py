import json
import os
import time

import boto3


class SecretCache:
    def __init__(self, ttl=300, client=None):
        self._client = client or boto3.client("secretsmanager", region_name=os.environ.get("AWS_REGION"))
        self._ttl, self._items = ttl, {}

    def get(self, name):
        value, at = self._items.get(name, (None, 0))
        if time.monotonic() - at > self._ttl or value is None:
            value = self._client.get_secret_value(SecretId=name)["SecretString"]
            self._items[name] = value, time.monotonic()
        return value

    def get_json(self, name):
        return json.loads(self.get(name))


def database_url(cache, name=os.environ.get("DB_SECRET", "db")):
    s = cache.get_json(name)
    return f"postgresql://{s['username']}:{s['password']}@{s['host']}:{s.get('port', 5432)}/{s['dbname']}"
