"""Base58 and Base58Check as used by several ledgers."""
import hashlib

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_INDEX = {c: i for i, c in enumerate(ALPHABET)}


def b58encode(raw):
    pad = len(raw) - len(raw.lstrip(b"\0"))
    n = int.from_bytes(raw, "big")
    out = []
    while n:
        n, r = divmod(n, 58)
        out.append(ALPHABET[r])
    return ALPHABET[0] * pad + "".join(reversed(out))


def b58decode(text):
    pad = len(text) - len(text.lstrip(ALPHABET[0]))
    n = 0
    for c in text:
        n = n * 58 + _INDEX[c]
    return b"\0" * pad + n.to_bytes((n.bit_length() + 7) // 8, "big")


def _sum(raw):
    return hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]


def b58encode_check(raw):
    return b58encode(raw + _sum(raw))


def b58decode_check(text):
    raw = b58decode(text)
    body, check = raw[:-4], raw[-4:]
    if _sum(body) != check:
        raise ValueError("checksum mismatch")
    return body
