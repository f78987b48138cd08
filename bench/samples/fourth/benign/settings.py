"""Typed settings from environment variables."""
import dataclasses
import os
import typing

_TRUE = {"1", "true", "yes", "on"}


def secret(**kw):
    return dataclasses.field(repr=False, metadata={"secret": True}, **kw)


@dataclasses.dataclass
class Settings:
    database_url: str = secret(default="")
    api_token: str = secret(default="")
    debug: bool = False
    workers: int = 4

    @classmethod
    def from_env(cls, prefix="APP_", environ=os.environ):
        hints = typing.get_type_hints(cls)
        values = {}
        for f in dataclasses.fields(cls):
            raw = environ.get(prefix + f.name.upper())
            if raw is None:
                continue
            kind = hints[f.name]
            values[f.name] = raw.strip().lower() in _TRUE if kind is bool else kind(raw)
        return cls(**values)

    def public(self):
        return {
            f.name: "<set>" if f.metadata.get("secret") and getattr(self, f.name)
            else getattr(self, f.name)
            for f in dataclasses.fields(self)
        }
