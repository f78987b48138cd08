import os
from urllib.request import Request, urlopen


def call(path):
    headers = {"Authorization": f"token {os.environ.get('GITHUB_TOKEN', '')}", "Accept": "application/json"}
    return urlopen(Request("https://api.github.com" + path, headers=headers)).read()
