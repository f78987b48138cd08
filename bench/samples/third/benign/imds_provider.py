"""Credential provider chain: environment, container endpoint, instance role."""
import datetime
import json
import os
import urllib.error
import urllib.request
from collections import namedtuple
from urllib.parse import urlsplit

Credentials = namedtuple("Credentials", "access_key secret_key token expires")
IMDS = "http://169.254.169.254"
ECS = "http://169.254.170.2"
LOOPBACK = {"localhost", "127.0.0.1", "169.254.170.2", "169.254.170.23"}


def _http(url, method="GET", headers=None, timeout=1):
    req = urllib.request.Request(url, method=method, headers=headers or {})
    with urllib.request.urlopen(req, timeout=timeout) as resp:
        return resp.read().decode()


def _parse(text):
    doc = json.loads(text)
    when = datetime.datetime.strptime(doc["Expiration"], "%Y-%m-%dT%H:%M:%SZ")
    return Credentials(doc["AccessKeyId"], doc["SecretAccessKey"], doc["Token"], when)


def from_env():
    try:
        return Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"],
                           os.environ.get("AWS_SESSION_TOKEN"), None)
    except KeyError:
        return None


def from_container():
    url = os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    rel = os.environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
    if rel:
        url = ECS + rel
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError(f"unsupported container host {parts.hostname!r}")
    headers = {}
    if "AWS_CONTAINER_AUTHORIZATION_TOKEN" in os.environ:
        headers["Authorization"] = os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
    return _parse(_http(url, headers=headers))


def from_instance():
    if os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true":
        return None
    try:
        token = _http(IMDS + "/latest/api/token", "PUT",
                      {"X-aws-ec2-metadata-token-ttl-seconds": "21600"})
        head = {"X-aws-ec2-metadata-token": token}
        base = IMDS + "/latest/meta-data/iam/security-credentials/"
        return _parse(_http(base + _http(base, headers=head).strip(), headers=head))
    except urllib.error.URLError:
        return None


def resolve():
    return from_env() or from_container() or from_instance()
