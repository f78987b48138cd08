import pathlib
import pickle


def load_model(path):
    with pathlib.Path(path).open("rb") as file:
        return pickle.load(file)
