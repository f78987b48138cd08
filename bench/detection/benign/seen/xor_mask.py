import socket
import struct


def mask(key, data):
    return bytes(value ^ key[index % 4] for index, value in enumerate(data))


def send_frame(sock, payload, key):
    header = struct.pack("!BB", 0x81, 0x80 | len(payload))
    sock.sendall(header + key + mask(key, payload))
