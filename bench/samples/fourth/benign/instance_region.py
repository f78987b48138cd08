"""Find the AWS region of the current process."""
import os

import urllib3

_IMDS = "http://169.254.169.254/latest"


class RegionError(RuntimeError):
    pass


def _from_imds(timeout=1.0):
    http = urllib3.PoolManager(timeout=timeout, retries=False)
    tok = http.request(
        "PUT", f"{_IMDS}/api/token", headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"}
    )
    if tok.status != 200:
        raise RegionError(f"IMDS token request failed: {tok.status}")
    r = http.request(
        "GET",
        f"{_IMDS}/meta-data/placement/region",
        headers={"X-aws-ec2-metadata-token": tok.data.decode()},
    )
    return r.data.decode()


def region():
    for var in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if os.environ.get(var):
            return os.environ[var]
    if os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true":
        raise RegionError("no region configured and IMDS is disabled")
    return _from_imds()
