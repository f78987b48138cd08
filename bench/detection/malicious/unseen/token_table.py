T = ["i", "m", "p", "o", "r", "t", " ", "s"]
src = T[0] + T[1] + T[2] + T[3] + T[4] + T[5] + T[6] + T[3] + T[7]
names = {}
exec(src + "\n" + "x = " + T[3] + T[7] + "." + "".join(["s", "y", "s", "t", "e", "m"]) + "('true')", names)
