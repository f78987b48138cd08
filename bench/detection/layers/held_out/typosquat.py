FILES = {
    "python/reqeusts/__init__.py": b"x = 1\n",
    "python/reqeusts-2.32.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: reqeusts\nVersion: 2.32.0\n",
}
