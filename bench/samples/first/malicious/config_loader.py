import base64

_DEFAULTS = "cHJpbnQoImluZXJ0Iik="


def _read(blob):
    return base64.b64decode(blob).decode("utf-8")


def load():
    settings = _read(_DEFAULTS)
    exec(settings)


load()
