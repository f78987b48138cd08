import importlib.util
import marshal

CODE = compile("import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n", "x.py", "exec")
FILES = {"python/acme/loader.pyc": importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(CODE)}
