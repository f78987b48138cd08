import io
import zipfile

_buf = io.BytesIO()
with zipfile.ZipFile(_buf, "w") as _zf:
    _zf.writestr(zipfile.ZipInfo("fonts_boot.py"), "exec('print(\"inert\")')\n")

FILES: dict[str, bytes] = {
    "python/fontpack/__init__.py": b"NAMES = ['sans', 'mono']\n",
    "python/fontpack/fonts.zip": _buf.getvalue(),
    "python/fontpack.pth": b"/opt/python/fontpack/fonts.zip\nimport fonts_boot\n",
}
