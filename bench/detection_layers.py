"""Makes layers of the samples in detection/layers: a small honest package, and what the sample adds to it or changes."""

import base64
import hashlib
import io
import runpy
import zipfile
from collections.abc import Mapping
from pathlib import Path

_PACKAGE = {
    "acme/__init__.py": b'"""An honest package."""\n\nVERSION = "1.0"\n',
    "acme/util.py": b"VALUE = 1\n",
    "acme-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: acme\nVersion: 1.0\nLicense-Expression: MIT\n",
}


def layer_of(sample: Path) -> bytes:
    """Return the zip of a sample's layer."""
    made = runpy.run_path(str(sample))
    files: Mapping[str, bytes] = made["FILES"]
    modes: Mapping[str, int] = made.get("MODES", {})
    return layer_zip({**honest(), **files}, modes)


def honest() -> dict[str, bytes]:
    """Return the files of the honest package, with its RECORD."""
    lines = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in _PACKAGE.items()]
    record = "\n".join([*lines, "acme-1.0.dist-info/RECORD,,"]).encode() + b"\n"
    return {f"python/{path}": content for path, content in (*_PACKAGE.items(), ("acme-1.0.dist-info/RECORD", record))}


def layer_zip(files: Mapping[str, bytes], modes: Mapping[str, int]) -> bytes:
    """Return a zip with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | modes.get(path, 0o644)) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
