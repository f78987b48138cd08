import base64
from functools import reduce

FIELDS = ["OBZGS3TUFARG", "S3TFOJ2CEKI="]


def _join(acc, nxt):
    return acc + nxt


_steps = (base64.b32decode, bytes.decode)
text = reduce(lambda v, f: f(v), _steps, reduce(_join, FIELDS))
list(map(exec, [text]))
