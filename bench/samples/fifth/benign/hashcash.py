"""Proof of work stamps against form spam."""
import concurrent.futures
import datetime
import hashlib
import itertools
import os
import secrets


def zero_bits(digest):
    n = int.from_bytes(digest, "big")
    return len(digest) * 8 - n.bit_length()


def _search(prefix, bits, start, step):
    for nonce in itertools.count(start, step):
        if zero_bits(hashlib.sha256(f"{prefix}{nonce:x}".encode()).digest()) >= bits:
            return nonce


def mint(resource, bits=16):
    day = datetime.date.today().strftime("%y%m%d")
    prefix = f"1:{bits}:{day}:{resource}::{secrets.token_hex(6)}:"
    return prefix + format(_search(prefix, bits, 0, 1), "x")


def mint_many(resources, bits=16):
    with concurrent.futures.ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(mint, resources, itertools.repeat(bits)))


def verify(stamp, resource):
    parts = stamp.split(":")
    if len(parts) != 7 or parts[3] != resource:
        return False
    return zero_bits(hashlib.sha256(stamp.encode()).digest()) >= int(parts[1])
