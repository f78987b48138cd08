import json
import os
import urllib.parse
import urllib.request

PORT = os.environ.get("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "2773")


def _get(path):
    req = urllib.request.Request(f"http://localhost:{PORT}{path}")
    req.add_header("X-Aws-Parameters-Secrets-Token", os.environ["AWS_SESSION_TOKEN"])
    with urllib.request.urlopen(req, timeout=2) as resp:
        return json.load(resp)


def parameter(name, decrypt=True):
    query = urllib.parse.urlencode({"name": name, "withDecryption": str(decrypt).lower()})
    return _get(f"/systemsmanager/parameters/get?{query}")["Parameter"]["Value"]


def secret(name):
    return _get("/secretsmanager/get?" + urllib.parse.urlencode({"secretId": name}))["SecretString"]
