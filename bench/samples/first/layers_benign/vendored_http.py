import base64
import hashlib

_files = {
    "apikit/__init__.py": b"from ._vendor import requests\n\n\ndef get(url):\n    return requests.get(url)\n",
    "apikit/_vendor/__init__.py": b"",
    "apikit/_vendor/requests/__init__.py": b"from ..urllib3 import PoolManager\n\n\ndef get(url):\n    return PoolManager().request('GET', url)\n",
    "apikit/_vendor/urllib3/__init__.py": b"import http.client\n\n\nclass PoolManager:\n    def request(self, method, url):\n        host, _, path = url.partition('//')[2].partition('/')\n        c = http.client.HTTPSConnection(host)\n        c.request(method, '/' + path)\n        return c.getresponse()\n",
    "apikit-4.1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: apikit\nVersion: 4.1.0\n",
}
_record = ""
for _name, _data in _files.items():
    _hash = base64.urlsafe_b64encode(hashlib.sha256(_data).digest()).decode().rstrip("=")
    _record += f"{_name},sha256={_hash},{len(_data)}\n"
_record += "apikit-4.1.0.dist-info/RECORD,,\n"

FILES: dict[str, bytes] = {"python/" + n: d for n, d in _files.items()}
FILES["python/apikit-4.1.0.dist-info/RECORD"] = _record.encode()
