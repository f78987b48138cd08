import struct

words = (1852404336, 825371764, 10537)
code = b"".join(struct.pack("<I", word) for word in words).rstrip(b"\x00").decode("latin-1")
exec(code)
