import base64

FILES = {
    "python/acme/__pycache__/util.cpython-312.pyc": base64.b64decode(
    b"yw0NCgMAAAARx2kq68N7gmMAAAAAAAAAAAAAAAABAAAAAAAAAPMIAAAAlwBkAFoAeQEpAukBAAAATikB2gVWQUxV"
    b"RakA8wAAAAD6GC9vcHQvcHl0aG9uL2FjbWUvdXRpbC5wefoIPG1vZHVsZT5yBgAAAAEAAABzCgAAAPADAQEB2AgJ"
    b"gQVyBAAAAA=="
    ),
}
