"""Settings dictionary that reads prefixed variables."""
import os


class Settings(dict):
    def __init__(self, prefix="APP_", environ=os.environ, **defaults):
        super().__init__(defaults)
        self.prefix = prefix
        for key, value in environ.items():
            if key.startswith(prefix):
                self[key[len(prefix):].lower()] = value

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def redacted(self):
        return {k: "***" if "secret" in k or "password" in k else v for k, v in self.items()}

    def export(self):
        return "\n".join(f"{self.prefix}{k.upper()}={v}" for k, v in self.items())
