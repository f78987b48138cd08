import base64
import hashlib

_CODE = {
    "google/__init__.py": b'''try:
    import pkg_resources
    pkg_resources.declare_namespace(__name__)
except ImportError:
    import pkgutil
    __path__ = pkgutil.extend_path(__path__, __name__)
''',
    "google/acmepb/__init__.py": b"from .message import Message\n",
    "google/acmepb/message.py": b"class Message(dict):\n    def SerializeToString(self):\n        return repr(sorted(self.items())).encode()\n",
    "google_acmepb-3.1.dist-info/METADATA": b"Metadata-Version: 2.1\nName: google-acmepb\nVersion: 3.1\n",
    "google_acmepb-3.1.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: bdist_wheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}
_rows = [
    f"{p},sha256={base64.urlsafe_b64encode(hashlib.sha256(d).digest()).rstrip(b'=').decode()},{len(d)}"
    for p, d in _CODE.items()
]
_rows.append("google_acmepb-3.1.dist-info/RECORD,,")

FILES = {f"python/{p}": d for p, d in _CODE.items()}
FILES["python/google_acmepb-3.1.dist-info/RECORD"] = ("\n".join(_rows) + "\n").encode()
