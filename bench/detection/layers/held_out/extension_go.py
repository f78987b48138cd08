import struct

HEADER = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01" + bytes(9), 2, 62, 1, 0, 64, 0, 0, 64, 56, 0, 64, 0, 0)
FILES = {"extensions/collector": HEADER}
MODES = {"extensions/collector": 0o755}
