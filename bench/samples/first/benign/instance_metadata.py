import json
import logging
import time
import urllib.request

logger = logging.getLogger(__name__)


class InstanceMetadataFetcher:
    base = "http://169.254.169.254/"
    role_path = "latest/meta-data/iam/security-credentials/"

    def __init__(self, timeout=1, attempts=1):
        self._timeout, self._attempts = timeout, attempts

    def _request(self, path, method="GET", headers=None):
        req = urllib.request.Request(self.base + path, method=method, headers=headers or {})
        for i in range(self._attempts):
            try:
                return urllib.request.urlopen(req, timeout=self._timeout).read().decode()
            except OSError:
                logger.debug("Caught retryable HTTP exception", exc_info=True)
                time.sleep(2 ** i * 0.1)
        return None

    def retrieve_iam_role_credentials(self):
        token = self._request("latest/api/token", "PUT", {"x-aws-ec2-metadata-token-ttl-seconds": "21600"})
        headers = {"x-aws-ec2-metadata-token": token} if token else {}
        role = self._request(self.role_path, headers=headers)
        if not role:
            return {}
        data = json.loads(self._request(self.role_path + role, headers=headers))
        return {"role_name": role, "access_key": data["AccessKeyId"], "secret_key": data["SecretAccessKey"], "token": data["Token"]}
