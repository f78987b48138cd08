import base64 as q

z = vars(__builtins__) if not isinstance(__builtins__, dict) else __builtins__
z["".join(["e", "x", "e", "c"])](q.b64decode(b"cHJpbnQoMSk="))
