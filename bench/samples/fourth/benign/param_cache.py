"""Client for the AWS Parameters and Secrets Lambda extension."""
import json
import os
import urllib.error
import urllib.parse
import urllib.request


class ExtensionError(RuntimeError):
    pass


def _call(path, query):
    port = os.environ.get("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "2773")
    url = f"http://localhost:{port}{path}?{urllib.parse.urlencode(query)}"
    req = urllib.request.Request(
        url, headers={"X-Aws-Parameters-Secrets-Token": os.environ["AWS_SESSION_TOKEN"]}
    )
    try:
        with urllib.request.urlopen(req, timeout=3) as resp:
            return json.load(resp)
    except urllib.error.URLError as exc:
        raise ExtensionError(f"extension request failed: {exc}") from exc


def parameter(name, decrypt=True):
    doc = _call("/systemsmanager/parameters/get",
                {"name": name, "withDecryption": str(decrypt).lower()})
    return doc["Parameter"]["Value"]


def secret(secret_id):
    text = _call("/secretsmanager/get", {"secretId": secret_id})["SecretString"]
    try:
        return json.loads(text)
    except ValueError:
        return text
