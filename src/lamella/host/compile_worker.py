"""Compiles sources to unchecked-hash .pyc (PEP 552). Runs in another interpreter, 3.10 to 3.14.

Its text is passed with `-c`. It imports only what an interpreter holds from its start: in Python 3.10, marshal flags a
string as shared when anything else in the process refers to it, so each module loaded and each source compiled
before could change the bytes (from 3.11 on every interned string is flagged).

Standard input, to its end: for each source two u32 (little-endian), the sizes of what follows: the file name that the
code object records, and the source. Standard output, for each source in order: one byte (0: bytecode, 1: a reason in
UTF-8), a u32 size, the bytes. Each answer is flushed, so that after a crash their number tells which source it was.
"""

import _imp
import gc
import marshal
import sys
from _frozen_importlib_external import MAGIC_NUMBER

_HASH_BASED_UNCHECKED = (1).to_bytes(4, "little")
_RAW_MAGIC = int.from_bytes(MAGIC_NUMBER, "little")


def compiled(name: str, source: bytes) -> bytes:
    """Return the .pyc of one source.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError, OverflowError: As the built-in `compile` does.
    """
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    source_hash = _imp.source_hash(_RAW_MAGIC, source)
    return MAGIC_NUMBER + _HASH_BASED_UNCHECKED + source_hash + marshal.dumps(code)


def main() -> None:
    """Answer every source of standard input."""
    # A collection in the midst would change reference counts, and with them the bytes, at a point that depends on
    # everything allocated before.
    gc.disable()
    # `\\N{...}` and rare encodings import a module: from the interpreter's own folders, not from the current one.
    sys.path[:] = [folder for folder in sys.path if folder]
    request, at = sys.stdin.buffer.read(), 0
    while at < len(request):
        name_size = int.from_bytes(request[at : at + 4], "little")
        source_at = at + 8 + name_size
        source_size = int.from_bytes(request[at + 4 : at + 8], "little")
        name, source = request[at + 8 : source_at].decode(), request[source_at : source_at + source_size]
        at = source_at + source_size
        try:
            status, answer = b"\0", compiled(name, source)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            status, answer = b"\1", " ".join(f"{type(error).__name__}: {error}".split()).encode("utf-8", "replace")
        sys.stdout.buffer.write(status + len(answer).to_bytes(4, "little") + answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
