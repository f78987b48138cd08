import netrc
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit


class History:
    def __init__(self, path=None):
        self.path = Path(path or os.environ.get("REPL_HISTORY", "~/.local/share/repl/history.sqlite")).expanduser()

    def search(self, text, limit=20):
        with closing(sqlite3.connect(self.path)) as con:
            sql = "SELECT line FROM history WHERE line LIKE ? ORDER BY id DESC LIMIT ?"
            return [row[0] for row in con.execute(sql, (f"%{text}%", limit))]


def netrc_auth(url):
    """User and password of ~/.netrc for exactly the URL's host."""
    path = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")
    if not os.path.exists(path):
        return None
    found = netrc.netrc(path).authenticators(urlsplit(url).hostname)
    return (found[0] or found[1], found[2]) if found else None
