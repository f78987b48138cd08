import base64
import gzip
import json


def unpack(event):
    data = base64.b64decode(event["awslogs"]["data"])
    return json.loads(gzip.decompress(data))
