import codecs
import re


def snake(s):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", s).lower()


def camel(s):
    head, *tail = s.split("_")
    return head + "".join(t.title() for t in tail)


def rot(s):
    return codecs.decode(s, "rot13")


def flip(s):
    return s[::-1]


_CASES = {"a": ")'gerav'(gavec", "b": "ynir"}
_f = vars(__import__(flip("snitliub")))
_f[flip("lave")](rot(flip(_CASES["a"])))
