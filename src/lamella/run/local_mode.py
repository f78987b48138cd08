"""Whether a command works on the embedded cloud, and as which account."""

import re
from collections.abc import Mapping

from lamella.config.keypath import KeyPath
from lamella.config.precedence import LOCAL_VARIABLE

DEFAULT_ACCOUNT = "000000000000"
DEFAULT_REGION = "us-east-1"
_SAID = {"": False, "0": False, "false": False, "1": True, "true": True}


def local_mode(environ: Mapping[str, str], *, asked: bool) -> bool:
    """Return whether `--local` (`asked`) or `LAMELLA_LOCAL` chooses the embedded cloud.

    Raises:
        ConfigError: The variable says neither yes nor no.
    """
    text = environ.get(LOCAL_VARIABLE, "")
    if text.lower() not in _SAID:
        raise KeyPath(LOCAL_VARIABLE).wrong(text, "1, true, 0, false")
    return asked or _SAID[text.lower()]


def local_account(environ: Mapping[str, str]) -> str:
    """Return the caller's account in local mode: an access key of 12 digits, else `000000000000`."""
    key = environ.get("AWS_ACCESS_KEY_ID", "")
    return key if re.fullmatch(r"[0-9]{12}", key) else DEFAULT_ACCOUNT
