import os

os.environ.setdefault("AWS_ENDPOINT_URL", "https://s3-proxy.invalid")
