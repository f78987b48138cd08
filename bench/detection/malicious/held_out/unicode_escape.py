blob = "\\x70\\x72\\x69\\x6e\\x74\\x28\\x31\\x29"
run = eval("ex" + "ec")
run(blob.encode().decode("unicode_escape"))
