"""The two spellings of a zip's SHA-256: hexadecimal for people and files, base64 as Lambda's CodeSha256."""

from base64 import b64decode, b64encode


def code_sha256_of(sha256: str) -> str:
    """Return the base64 of a hexadecimal digest."""
    return b64encode(bytes.fromhex(sha256)).decode()


def sha256_of(code_sha256: str) -> str:
    """Return the hexadecimal of a base64 digest."""
    return b64decode(code_sha256).hex()
