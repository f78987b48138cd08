"""In-cluster Kubernetes API client for one resource type."""
import json
import os
import pathlib
import ssl
import urllib.request

_SA = pathlib.Path("/var/run/secrets/kubernetes.io/serviceaccount")


class NotInCluster(RuntimeError):
    pass


class ConfigMaps:
    def __init__(self):
        host = os.environ.get("KUBERNETES_SERVICE_HOST")
        port = os.environ.get("KUBERNETES_SERVICE_PORT", "443")
        if not host or not (_SA / "token").exists():
            raise NotInCluster("service account files are missing")
        self.base = f"https://{host}:{port}/api/v1"
        self.namespace = (_SA / "namespace").read_text().strip()
        self.ctx = ssl.create_default_context(cafile=str(_SA / "ca.crt"))

    def get(self, name):
        token = (_SA / "token").read_text().strip()
        req = urllib.request.Request(
            f"{self.base}/namespaces/{self.namespace}/configmaps/{name}",
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        )
        with urllib.request.urlopen(req, context=self.ctx, timeout=5) as resp:
            return json.load(resp).get("data", {})
