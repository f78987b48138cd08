import pickle

_words = {"the": 0, "of": 1, "and": 2, "to": 3}
_english = [("NN", 0.5), ("VB", 0.25), ("os.system", 0.0)]

FILES: dict[str, bytes] = {
    "python/tagger/__init__.py": b"import pickle\nfrom pathlib import Path\n\n_here = Path(__file__).parent\nVOCAB = pickle.loads((_here / 'vocab.pickle').read_bytes())\nTAGS = pickle.loads((_here / 'english.pickle').read_bytes())\n",
    "python/tagger/vocab.pickle": pickle.dumps(_words, protocol=4),
    "python/tagger/english.pickle": pickle.dumps(_english, protocol=2),
}
