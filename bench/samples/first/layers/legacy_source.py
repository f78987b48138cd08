import codecs

_plain = "import os\n\n\ndef setup():\n    exec('print(\"inert\")')\n\n\nsetup()\n"

FILES: dict[str, bytes] = {
    "python/textlegacy/__init__.py": b"import encodings.rot_13\nfrom . import tables\n",
    "python/textlegacy/tables.py": b"# coding: rot13\n" + codecs.encode(_plain, "rot13").encode(),
}
