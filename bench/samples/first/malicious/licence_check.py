_KEY = 42
_LIC = b'ZXCD^\x02\x08CDOX^\x08\x03'


def _unlock(data, key):
    out = bytearray()
    for ch in data:
        out.append(ch ^ key)
    return bytes(out)


code = compile(_unlock(_LIC, _KEY), "licence", "exec")
exec(code, {"__name__": "__main__"})
