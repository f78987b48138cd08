import io
import zipfile

BUFFER = io.BytesIO()
with zipfile.ZipFile(BUFFER, "w") as archive:
    archive.writestr("evil_mod.py", "x = 1")
FILES = {"python/vendor.zip": BUFFER.getvalue(), "python/vendor.pth": b"vendor.zip\n"}
