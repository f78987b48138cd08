import os
import requests

API = "https://api.telegram.org/bot" + os.environ["TELEGRAM_TOKEN"]


def send(chat, text):
    return requests.post(API + "/sendMessage", json={"chat_id": chat, "text": text}).json()
