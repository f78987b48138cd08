"""Service discovery over DNS SRV and TXT records."""
import random
import socket
import struct


def _name(text):
    return b"".join(bytes([len(p)]) + p.encode("ascii") for p in text.rstrip(".").split(".")) + b"\0"


def build(name, qtype=33):
    head = struct.pack(">HHHHHH", random.randrange(1 << 16), 0x0100, 1, 0, 0, 0)
    return head + _name(name) + struct.pack(">HH", qtype, 1)


def resolver(path="/etc/resolv.conf"):
    with open(path) as fh:
        for line in fh:
            if line.startswith("nameserver"):
                return line.split()[1]
    return "127.0.0.53"


def query(service, domain=None, timeout=2.0):
    domain = domain or socket.getfqdn().partition(".")[2]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(timeout)
        s.sendto(build(f"_{service}._tcp.{domain}"), (resolver(), 53))
        return s.recv(4096)
