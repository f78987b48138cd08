_tail = "\nexec('print(\"inert\")')\n"
_hidden = "+" + __import__("base64").b64encode(_tail.encode("utf-16-be")).decode().rstrip("=") + "-"

FILES: dict[str, bytes] = {
    "python/mailparts/__init__.py": b"from .charset import NAMES\n",
    "python/mailparts/charset.py": ("# -*- coding: utf-7 -*-\nNAMES = ['utf-8', 'latin-1']\n# see RFC 2152 " + _hidden + "\n").encode("ascii"),
}
