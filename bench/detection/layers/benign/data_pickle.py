import pickle

FILES = {"python/acme/table.pkl": pickle.dumps({"a": [1, 2, (3, 4)], "b": {5}}, 4)}
