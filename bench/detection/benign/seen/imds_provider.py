import json
import urllib.request

BASE = "http://169.254.169.254/latest/"


class Provider:
    def __init__(self):
        self.credentials = None

    def _get(self, path, token):
        request = urllib.request.Request(BASE + path, headers={"X-aws-ec2-metadata-token": token})
        return urllib.request.urlopen(request, timeout=1).read().decode()

    def load(self):
        request = urllib.request.Request(BASE + "api/token", method="PUT", headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"})
        token = urllib.request.urlopen(request, timeout=1).read().decode()
        role = self._get("meta-data/iam/security-credentials/", token)
        self.credentials = json.loads(self._get("meta-data/iam/security-credentials/" + role, token))
        return self.credentials
