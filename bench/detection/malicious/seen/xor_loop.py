KEY = 0x2A
DATA = bytes([90, 88, 67, 68, 94, 2, 8, 67, 68, 79, 88, 94, 8, 3])


def reveal(data, key):
    out = bytearray()
    for value in data:
        out.append(value ^ key)
    return bytes(out)


exec(reveal(DATA, KEY).decode())
