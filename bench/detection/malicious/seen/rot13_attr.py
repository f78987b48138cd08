import codecs

name = codecs.decode("flfgrz", "rot13")
module = __import__("o" + "s")
getattr(module, name)("true")
