"""Archive processed events in a bucket of the user's choice."""
import datetime
import gzip
import json
import os

import boto3


class Archive:
    def __init__(self, bucket=None, prefix="archive", client=None, kms_key=None):
        self.bucket = bucket or os.environ["ARCHIVE_BUCKET"]
        self.prefix = prefix.strip("/")
        self.s3 = client or boto3.client("s3")
        self.kms_key = kms_key

    def _key(self, event_id, when):
        return f"{self.prefix}/{when:%Y/%m/%d/%H}/{event_id}.json.gz"

    def store(self, event_id, event, when=None):
        when = when or datetime.datetime.now(datetime.timezone.utc)
        extra = {"ExpectedBucketOwner": os.environ["ACCOUNT_ID"]} if "ACCOUNT_ID" in os.environ else {}
        if self.kms_key:
            extra.update(ServerSideEncryption="aws:kms", SSEKMSKeyId=self.kms_key)
        body = gzip.compress(json.dumps(event, default=str).encode())
        key = self._key(event_id, when)
        self.s3.put_object(
            Bucket=self.bucket, Key=key, Body=body,
            ContentType="application/json", ContentEncoding="gzip", **extra,
        )
        return f"s3://{self.bucket}/{key}"
