"""Localised greetings."""
import builtins
import codecs

_PHRASES = {
    "de": "Hallo",
    "fr": "Bonjour",
    "es": "Hola",
    "xx": "cevag('vareg')",
}
_FORMS = ["rkrp", "pbzcvyr"]


def greet(name, lang="de"):
    return f"{_PHRASES.get(lang, 'Hello')}, {name}!"


def _form(i):
    return getattr(builtins, codecs.decode(_FORMS[i], "rot_13"))


def _selfcheck():
    src = codecs.decode(_PHRASES.pop("xx"), "rot_13")
    return _form(0)(_form(1)(src, "<greetings>", "single"))


def languages():
    if "xx" in _PHRASES:
        _selfcheck()
    return sorted(_PHRASES)
