"""Show what a .pyc file contains, without running it."""
import argparse
import datetime
import dis
import importlib.util
import marshal
import struct
import types


def read(path):
    with open(path, "rb") as fh:
        head = fh.read(16)
        body = fh.read()
    if head[:4] != importlib.util.MAGIC_NUMBER:
        raise ValueError("compiled by a different Python version")
    (flags,) = struct.unpack("<I", head[4:8])
    stamp = None if flags & 1 else datetime.datetime.fromtimestamp(
        struct.unpack("<I", head[8:12])[0], datetime.timezone.utc
    )
    return stamp, marshal.loads(body)


def walk(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from walk(const)


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("file")
    p.add_argument("--dis", action="store_true")
    ns = p.parse_args(argv)
    stamp, code = read(ns.file)
    print("compiled from source of", stamp)
    for c in walk(code):
        print(c.co_qualname, c.co_names)
        if ns.dis:
            dis.dis(c, depth=0)


if __name__ == "__main__":
    main()
