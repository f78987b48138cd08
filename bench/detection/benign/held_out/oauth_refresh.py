import os
import requests


def refresh(token_url):
    data = {"grant_type": "refresh_token", "refresh_token": load()}
    answer = requests.post(token_url, data=data, auth=(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]))
    return answer.json()["access_token"]


def load():
    with open(os.path.expanduser("~/.config/tool/refresh")) as file:
        return file.read().strip()
