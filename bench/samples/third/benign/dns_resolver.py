"""Minimal stub resolver speaking DNS over UDP."""
import base64
import ipaddress
import secrets
import socket
import struct

TYPES = {"A": 1, "CNAME": 5, "TXT": 16, "AAAA": 28}


def nameservers(path="/etc/resolv.conf"):
    with open(path) as fh:
        rows = [line.split() for line in fh]
    return [r[1] for r in rows if len(r) > 1 and r[0] == "nameserver"] or ["127.0.0.1"]


def encode_name(name):
    out = b""
    for label in name.rstrip(".").split("."):
        raw = label.encode("idna")
        if not 0 < len(raw) < 64:
            raise ValueError("bad label %r" % label)
        out += bytes([len(raw)]) + raw
    return out + b"\0"


def decode_name(msg, pos):
    labels, jumped, hops = [], None, 0
    while msg[pos]:
        n = msg[pos]
        if n & 0xC0 == 0xC0:
            jumped = jumped or pos + 2
            pos = struct.unpack_from("!H", msg, pos)[0] & 0x3FFF
            hops += 1
            if hops > 32:
                raise ValueError("compression loop")
            continue
        labels.append(msg[pos + 1:pos + 1 + n].decode("ascii"))
        pos += n + 1
    return ".".join(labels), jumped or pos + 1


def query(name, kind="A", server=None, timeout=2.0):
    ident = secrets.randbits(16)
    head = struct.pack("!6H", ident, 0x0100, 1, 0, 0, 0)
    q = encode_name(name) + struct.pack("!2H", TYPES[kind], 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(timeout)
        s.connect((server or nameservers()[0], 53))
        s.send(head + q)
        msg = s.recv(4096)
    rid, _, qd, an, _, _ = struct.unpack_from("!6H", msg)
    if rid != ident:
        raise OSError("response id mismatch")
    pos = 12
    for _ in range(qd):
        pos = decode_name(msg, pos)[1] + 4
    for _ in range(an):
        _, pos = decode_name(msg, pos)
        typ, _, _, size = struct.unpack_from("!HHIH", msg, pos)
        pos += 10
        data = msg[pos:pos + size]
        if typ in (1, 28):
            yield str(ipaddress.ip_address(data))
        elif typ == 5:
            yield decode_name(msg, pos)[0]
        else:
            yield base64.b64encode(data).decode()
        pos += size
