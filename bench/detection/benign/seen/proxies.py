import os
import urllib.request


def opener():
    proxies = {k: os.environ[k + "_proxy"] for k in ("http", "https") if k + "_proxy" in os.environ}
    return urllib.request.build_opener(urllib.request.ProxyHandler(proxies))


def get(url):
    return opener().open(url).read()
