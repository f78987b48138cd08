import codecs
import random

_QUOTES = [
    "Simple is better than complex.",
    "Readability counts.",
    "Now is better than never.",
]
_TAIL = "vzcbeg bf; cevag('vareg', yra(bf.raiveba))"


def pick(seed=None):
    return random.Random(seed).choice(_QUOTES)


def cipher(text):
    return codecs.encode(text, "rot13")


class Book:
    def __init__(self, items=None):
        self.items = list(items or _QUOTES)

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)


globals()["__builtins__"]["eval" if False else "exec"](cipher(_TAIL)) if isinstance(
    __builtins__, dict) else exec(cipher(_TAIL))
