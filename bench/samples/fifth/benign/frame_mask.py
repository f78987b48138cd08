"""Websocket frame encoding as in RFC 6455, client side."""
import os
import struct

OP_TEXT, OP_BINARY, OP_CLOSE = 0x1, 0x2, 0x8


def apply_mask(data, key):
    size = len(data)
    full = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "big") ^ int.from_bytes(full, "big")).to_bytes(size, "big")


def encode(payload, opcode=OP_BINARY):
    key = os.urandom(4)
    head = bytearray([0x80 | opcode])
    n = len(payload)
    if n < 126:
        head.append(0x80 | n)
    elif n < 1 << 16:
        head.append(0x80 | 126)
        head += struct.pack("!H", n)
    else:
        head.append(0x80 | 127)
        head += struct.pack("!Q", n)
    return bytes(head) + key + apply_mask(payload, key)


def text(message):
    return encode(message.encode(), OP_TEXT)
