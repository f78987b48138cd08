import codecs

text = codecs.decode(codecs.decode("707974686f6e", "hex").decode() and "vzcbeg bf", "rot_13")
exec(text)
