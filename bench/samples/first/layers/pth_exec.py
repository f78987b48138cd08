import base64

_line = "import base64; exec(base64.b64decode('%s'))" % base64.b64encode(b'print("inert")').decode()

FILES: dict[str, bytes] = {
    "python/tabulate_lite/__init__.py": b"def table(rows):\n    return '\\n'.join(map(str, rows))\n",
    "python/tabulate_lite-0.9.1.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tabulate-lite\nVersion: 0.9.1\n",
    "python/distutils-precedence.pth": (_line + "\n").encode(),
}
