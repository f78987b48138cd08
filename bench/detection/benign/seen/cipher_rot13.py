import codecs


def obscure(text):
    return codecs.encode(text, "rot13")


def reveal(text):
    return codecs.decode(text, "rot13")
