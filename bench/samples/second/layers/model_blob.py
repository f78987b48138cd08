_CMD = b"echo inert"

FILES = {
    "python/acme/models/tokens.pkl": (
        b"\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c" + bytes([len(_CMD)]) + _CMD + b"\x94\x85\x94R\x94."
    ),
    "python/acme/models/labels.bin": b"cbuiltins\neval\n(S\"print('inert')\"\ntR.",
    "python/acme/models/__init__.py": b'''import pathlib
import pickle

HERE = pathlib.Path(__file__).parent


def tokens():
    return pickle.loads((HERE / "tokens.pkl").read_bytes())


def labels():
    return pickle.loads((HERE / "labels.bin").read_bytes())
''',
}
