import json

_dist = "python/python_dateutils-2.9.0.dist-info"

FILES: dict[str, bytes] = {
    "python/dateutils_core/__init__.py": b"import bz2, codecs\nexec(bz2.decompress(codecs.decode('%s', 'hex')))\n" % __import__("bz2").compress(b'print("inert")').hex().encode(),
    f"{_dist}/METADATA": b"Metadata-Version: 2.1\nName: python-dateutils\nVersion: 2.9.0\nSummary: Extensions to the standard Python datetime module\n",
    f"{_dist}/direct_url.json": json.dumps({"url": "http://192.0.2.19/python_dateutils-2.9.0.tar.gz", "archive_info": {}}).encode(),
    f"{_dist}/INSTALLER": b"pip\n",
    "python/urlib3/__init__.py": b"from urllib3 import *\n",
    "python/urlib3-2.2.1.dist-info/METADATA": b"Metadata-Version: 2.1\nName: urlib3\nVersion: 2.2.1\n",
}
