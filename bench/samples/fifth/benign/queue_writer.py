import json
import os
import uuid

import boto3


class QueueWriter:
    """Sends dictionaries to SQS in batches of ten."""

    def __init__(self, queue_url=None, client=None):
        self.queue_url = queue_url or os.environ["QUEUE_URL"]
        self.client = client or boto3.client("sqs")
        self._pending = []

    def write(self, doc):
        self._pending.append({"Id": uuid.uuid4().hex, "MessageBody": json.dumps(doc)})
        if len(self._pending) == 10:
            self.flush()

    def flush(self):
        while self._pending:
            batch, self._pending = self._pending[:10], self._pending[10:]
            resp = self.client.send_message_batch(QueueUrl=self.queue_url, Entries=batch)
            failed = {f["Id"] for f in resp.get("Failed", []) if not f["SenderFault"]}
            self._pending.extend(e for e in batch if e["Id"] in failed)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, *_):
        if exc_type is None:
            self.flush()
