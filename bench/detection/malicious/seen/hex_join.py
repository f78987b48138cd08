parts = ["7072", "696e", "7428", "2269", "6e65", "7274", "2229"]
source = bytes.fromhex("".join(parts)).decode("ascii")
runner = getattr(__import__("builtins"), "ex" + "ec")
runner(source)
