import base64
import json
import urllib.request


def keys(issuer):
    with urllib.request.urlopen(issuer + "/.well-known/jwks.json") as answer:
        return json.load(answer)["keys"]


def header(token):
    part = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
