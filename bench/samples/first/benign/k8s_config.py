import os
import ssl
import urllib.request

TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"
CA = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"


class InCluster:
    def __init__(self, environ=os.environ):
        host, port = environ["KUBERNETES_SERVICE_HOST"], environ["KUBERNETES_SERVICE_PORT"]
        self.host = f"https://{f'[{host}]' if ':' in host else host}:{port}"
        self.context = ssl.create_default_context(cafile=CA)

    @property
    def token(self):
        with open(TOKEN) as fh:
            return fh.read().strip()

    def get(self, path):
        req = urllib.request.Request(self.host + path, headers={"authorization": "bearer " + self.token})
        with urllib.request.urlopen(req, context=self.context) as resp:
            return resp.read()
