import re
import unicodedata

CONFUSABLES = {"а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "ѕ": "s", "ԁ": "d"}
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
MATH = {chr(0x1D400 + i): chr(65 + i) for i in range(26)}
GREETINGS = {"ru": "Здравствуйте", "ar": "مرحبا", "he": "שלום", "ja": "こんにちは", "hi": "नमस्ते", "ka": "გამარჯობა"}


def skeleton(text):
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return "".join(CONFUSABLES.get(ch, MATH.get(ch, ch)) for ch in text)


def is_confusable(a, b):
    return a != b and skeleton(a) == skeleton(b)
