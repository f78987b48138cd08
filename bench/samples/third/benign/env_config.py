"""Load settings from the process environment and .env files."""
import base64
import json
import os
import re

_LINE = re.compile(r"""^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(['"]?)(.*?)\2\s*$""")
_CASTS = {
    bool: lambda v: v.strip().lower() in ("1", "true", "yes", "on"),
    list: lambda v: [p.strip() for p in v.split(",") if p.strip()],
    dict: json.loads,
    bytes: base64.b64decode,
}


class Undefined(KeyError):
    pass


class Env:
    def __init__(self, prefix="", environ=None):
        self.prefix = prefix
        self.environ = os.environ if environ is None else environ

    def read(self, path=".env", override=False):
        """Merge a .env file into the environment."""
        with open(path, encoding="utf-8") as fh:
            for line in fh:
                m = _LINE.match(line)
                if m and not line.lstrip().startswith("#"):
                    if override:
                        self.environ[m[1]] = m[3]
                    else:
                        self.environ.setdefault(m[1], m[3])
        return self

    def __call__(self, name, cast=str, default=...):
        try:
            raw = self.environ[self.prefix + name]
        except KeyError:
            if default is ...:
                raise Undefined(self.prefix + name) from None
            return default
        return _CASTS.get(cast, cast)(raw)

    def dump(self):
        """Settings with the prefix; secrets are masked."""
        return {k: "***" if re.search("KEY|SECRET|TOKEN|PASS", k) else v
                for k, v in sorted(self.environ.items()) if k.startswith(self.prefix)}


env = Env()
