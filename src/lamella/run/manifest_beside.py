"""The manifest that a build writes beside an archive."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_manifest(archive: Path) -> Mapping[str, Any]:
    """Return the document beside `NAME.zip`, `NAME.manifest.json`; empty where there is none that can be read."""
    try:
        document = json.loads(archive.with_suffix(".manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
