import os
import requests


def notify(text):
    requests.post(os.environ["SLACK_WEBHOOK_URL"], json={"text": text}, timeout=5)
