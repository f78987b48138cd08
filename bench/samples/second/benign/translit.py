"""Transliterate Cyrillic text; the table is packed to keep the wheel small."""
import base64
import json
import zlib
from functools import cache

_PACKED = (
    'c-mFbSxdt}6o%oyQgZD@n;e&T=Z@43+X@juva~97!?r>y{&zWF$ve*FGZVtR=lmoOtG*5T$$l?6N'
    'Va+#4xEQDb>6|uc?QjS47Z&paL0N7jCW<Y=RAkGvw)>@2rK6WteuyzabCfx^BT^aHyu+2-$DhCpn'
    '}Ix!4s(9Q>fq}g{g|i3#{U!aIfT1aK3RJPL%x!t7s@`9p5(5yi;WtE3EFK?3^h)P~jC+_%~Ge6I6'
    'Hu6+VUPUQ>~&dkvNS0#)5YCC{OfU!juUppxIAl0Tq|KRcR&zo3FyjwyHv70mEV!854fIfbU;W%!w'
    'j!yZk^i{O0Ye_zC#wkjHm#hbP!nzt#t4UbiKTPDAM-7wdI'
)


@cache
def table():
    raw = zlib.decompress(base64.b85decode(_PACKED))
    return {ord(k): v.replace("_", "") for k, v in json.loads(raw).items()}


def latin(text):
    return text.translate(table())


def slug(text):
    return "-".join(latin(text).lower().split())
