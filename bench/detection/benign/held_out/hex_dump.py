import binascii


def dump(data):
    for start in range(0, len(data), 16):
        chunk = data[start : start + 16]
        text = "".join(chr(b) if 32 <= b < 127 else "." for b in chunk)
        print(f"{start:08x}  {binascii.hexlify(chunk, ' ').decode():<48} {text}")


def undump(text):
    return b"".join(binascii.unhexlify(line[10:58].replace(" ", "")) for line in text.splitlines())
