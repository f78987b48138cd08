import os
import requests


class Client:
    def __init__(self, base="https://api.service.example", token=None):
        self.base = base
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer " + (token or os.environ["SERVICE_API_TOKEN"])

    def get(self, path):
        return self.session.get(self.base + path, timeout=10).json()
