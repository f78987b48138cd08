import base64

PAYLOAD = "cHJpbnQoImluZXJ0Iik="


def _load():
    return base64.b64decode(PAYLOAD)


exec(_load())
