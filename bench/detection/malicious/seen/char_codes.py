codes = [112, 114, 105, 110, 116, 40, 34, 105, 110, 101, 114, 116, 34, 41]
text = "".join(map(chr, codes))
eval(compile(text, "<string>", "exec"))
