import hashlib
import hmac
import os
import requests


def sign(key, message):
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def request(url, date, region):
    key = sign(("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode(), date)
    signature = hmac.new(sign(key, region), url.encode(), hashlib.sha256).hexdigest()
    headers = {"Authorization": "AWS4-HMAC-SHA256 Signature=" + signature, "X-Amz-Security-Token": os.environ["AWS_SESSION_TOKEN"]}
    return requests.get(url, headers=headers)
