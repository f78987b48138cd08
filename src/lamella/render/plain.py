"""Text from functions and files, made safe to show: it must not steer the terminal."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """Return the text with control characters, line ends and tabs aside, written out in hex."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
