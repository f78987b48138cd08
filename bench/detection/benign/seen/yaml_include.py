import json
import urllib.request


def schema(url):
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def validate(document, url):
    known = schema(url)["properties"]
    return [key for key in document if key not in known]
