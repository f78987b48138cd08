import base64
import struct
import zlib

_PACKED = "c-muN00BM$1_l|0|NnPxU|{f#U|^`5z%WF_0mkVop#"


def offsets():
    raw = zlib.decompress(base64.b85decode(_PACKED))
    return [v for (v,) in struct.iter_unpack(">i", raw)]


def nearest(seconds):
    return min(offsets(), key=lambda o: abs(o - seconds))
