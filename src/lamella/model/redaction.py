"""Takes secrets out of texts before they reach a file or a message."""

import re
from collections.abc import Mapping

_SHORTEST_SECRET = 4
# The user of an ssh address without a password (`git@`) is part of the address and no secret.
_USER = re.compile(r"(?!\w*\+?ssh://[^/\s@:]+@)(?<![\w+.-])(\w[\w+.-]*://)[^/\s@'\"`<>]+@")
_TOKEN = re.compile(r"([?&](?:[\w-]*(?:token|key|signature|password|secret|sig)[\w-]*)=)[^&\s'\"`]+", re.IGNORECASE)
_SECRET_VARIABLE = re.compile(r"PASSWORD|TOKEN|SECRET")


def credentials_redacted(text: str, secrets: Mapping[str, str] | None = None, mark: str = "") -> str:
    """Return the text without user names, passwords and tokens in addresses.

    Args:
        text: Any.
        secrets: Variables; the values of those named like a secret are taken out wherever they stand.
        mark: Stands in for a user name with its password, such as `***@`.
    """
    clean = _TOKEN.sub(r"\1***", _USER.sub(lambda found: found[1] + mark, text))
    for name, value in (secrets or {}).items():
        if len(value) >= _SHORTEST_SECRET and _SECRET_VARIABLE.search(name):
            clean = clean.replace(value, "***")
    return clean
