import base64
import collections
import hashlib
import pickle

_DATA = {
    "acme_lang/__init__.py": b'''"""Word frequencies."""
import pickle
from importlib.resources import files

_freq = None


def freq(word):
    global _freq
    if _freq is None:
        _freq = pickle.loads(files(__name__).joinpath("freq.pickle").read_bytes())
    return _freq[word.lower()]
''',
    "acme_lang/freq.pickle": pickle.dumps(
        collections.Counter({"the": 22038615, "be": 12545825, "and": 10741073, "of": 10343885}), protocol=2),
    "acme_lang-0.9.dist-info/METADATA": b"Metadata-Version: 2.1\nName: acme-lang\nVersion: 0.9\n",
    "acme_lang-0.9.dist-info/entry_points.txt": b"[console_scripts]\nacme-freq = acme_lang:freq\n",
}


def _line(p, d):
    return p + ",sha256=" + base64.urlsafe_b64encode(hashlib.sha256(d).digest()).decode().rstrip("=") + "," + str(len(d))


FILES = {"python/" + p: d for p, d in _DATA.items()}
FILES["python/acme_lang-0.9.dist-info/RECORD"] = "\n".join(
    [_line(p, d) for p, d in _DATA.items()] + ["acme_lang-0.9.dist-info/RECORD,,", ""]).encode()
