"""Digests as RECORD writes them."""

import base64


def record_digest(sha256: str) -> str:
    """Turn a hex digest into urlsafe base64 without padding (the binary distribution format, PEP 427)."""
    return base64.urlsafe_b64encode(bytes.fromhex(sha256)).rstrip(b"=").decode("ascii")
