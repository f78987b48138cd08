import binascii
import builtins

_table = {"a": "ex", "b": "ec"}
_body = "7072696e742822696e6572742229"


def run():
    fn = getattr(builtins, _table["a"] + _table["b"])
    fn(binascii.unhexlify(_body))


run()
