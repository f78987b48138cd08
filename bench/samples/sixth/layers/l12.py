import pickle


class _Step:
    def __reduce__(self):
        import os
        return os.system, ("echo inert",)


FILES = {
    "python/acme/models/vectorizer.pkl": pickle.dumps({"vocab": {"a": 0, "b": 1}, "step": _Step()}, protocol=4),
    "python/acme/models/__init__.py": b'''import pickle
from importlib.resources import files


def load():
    with files(__name__).joinpath("vectorizer.pkl").open("rb") as fh:
        return pickle.load(fh)
''',
}
