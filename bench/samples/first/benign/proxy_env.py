import os
from urllib.parse import unquote, urlparse


def get_environ_proxies():
    proxies = {}
    for name, value in os.environ.items():
        name = name.lower()
        if value and name.endswith("_proxy"):
            proxies[name[:-6]] = value
    if "REQUEST_METHOD" in os.environ:
        proxies.pop("http", None)
    return proxies


def get_auth_from_url(url):
    parsed = urlparse(url)
    try:
        return unquote(parsed.username), unquote(parsed.password)
    except (AttributeError, TypeError):
        return "", ""


def merge_settings(session_verify, proxies=None):
    merged = {**get_environ_proxies(), **(proxies or {})}
    verify = session_verify
    if verify in (True, None):
        verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or verify
    return {"proxies": merged, "verify": verify}
