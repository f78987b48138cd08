"""HPACK style canonical prefix coding of header strings."""

_LENGTHS = bytes.fromhex(
    "0d171c1c1c1c1c1c1c181e1c1c1e1c1c1c1c1c1c1c1c1e1c1c1c1c1c1c1c1c1c"
    "060a0a0c0d06080b0a0a080b080606060505050606060606060607080f060c0a"
    "0d06070707070707070707070707070707070707070707070807080d130d0e06"
    "0f05060506050606060507070606060506070605050607070707070f0b0e0d1c"
)


def _tables(lengths):
    order = sorted((n, sym) for sym, n in enumerate(lengths))
    code, last, enc, dec = 0, 0, {}, {}
    for n, sym in order:
        code <<= n - last
        enc[sym] = (code, n)
        dec[n, code] = sym
        code += 1
        last = n
    return enc, dec


_ENC, _DEC = _tables(_LENGTHS)


def encode(data):
    acc = bits = 0
    for b in data:
        code, n = _ENC[b]
        acc = acc << n | code
        bits += n
    pad = -bits % 8
    return (acc << pad | (1 << pad) - 1).to_bytes((bits + pad) // 8, "big")


def decode(data):
    out, cur, n = bytearray(), 0, 0
    for byte in data:
        for shift in range(7, -1, -1):
            cur = cur << 1 | byte >> shift & 1
            n += 1
            sym = _DEC.get((n, cur))
            if sym is not None:
                out.append(sym)
                cur = n = 0
    if n > 7:
        raise ValueError("invalid padding")
    return bytes(out)


def scramble(data, seed=0x5D):
    """Whitening filter (x^7 + x^4 + 1) used before framing."""
    out = bytearray()
    for b in data:
        out.append(b ^ seed)
        bit = (seed >> 6 ^ seed >> 3) & 1
        seed = (seed << 1 | bit) & 0x7F
    return bytes(out)
