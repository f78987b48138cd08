"""Hashcash-style stamps against form spam."""
import base64
import hashlib
import os
import time
from itertools import count


def _bits(digest):
    n = int.from_bytes(digest, "big")
    return len(digest) * 8 - n.bit_length()


def mint(resource, bits=16):
    salt = base64.b64encode(os.urandom(9)).decode()
    prefix = f"1:{bits}:{time.strftime('%y%m%d')}:{resource}::{salt}:"
    for nonce in count():
        stamp = prefix + format(nonce, "x")
        if _bits(hashlib.sha256(stamp.encode()).digest()) >= bits:
            return stamp


def check(stamp, resource, bits=16):
    parts = stamp.split(":")
    return (len(parts) == 7 and parts[3] == resource and int(parts[1]) >= bits
            and _bits(hashlib.sha256(stamp.encode()).digest()) >= bits)
