"""Post build notices to chat webhooks configured by the user."""
import json
import os
import socket
import urllib.request
from dataclasses import dataclass, field


@dataclass
class Discord:
    url: str = field(default_factory=lambda: os.environ["DISCORD_WEBHOOK_URL"], repr=False)
    username: str = "build"

    def send(self, title, text, colour=0x2ECC71):
        payload = {"username": self.username, "embeds": [{
            "title": title, "description": text[:2000], "color": colour,
            "footer": {"text": socket.gethostname()}}]}
        req = urllib.request.Request(self.url, json.dumps(payload).encode(),
                                     {"Content-Type": "application/json", "User-Agent": "notify/1.0"})
        with urllib.request.urlopen(req, timeout=5) as r:
            return r.status == 204


@dataclass
class Telegram:
    token: str = field(repr=False)
    chat: str = ""

    def send(self, title, text):
        data = json.dumps({"chat_id": self.chat, "text": f"*{title}*\n{text}", "parse_mode": "Markdown"}).encode()
        req = urllib.request.Request(f"https://api.telegram.org/bot{self.token}/sendMessage", data,
                                     {"Content-Type": "application/json"})
        return urllib.request.urlopen(req, timeout=5).status == 200
