import os
from dataclasses import dataclass
from typing import Mapping, Optional

_SECRET_HINTS = ("SECRET", "TOKEN", "PASSWORD", "KEY")


@dataclass(frozen=True)
class AwsConfig:
    access_key: Optional[str]
    secret_key: Optional[str]
    session_token: Optional[str]
    region: str

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "AwsConfig":
        return cls(
            access_key=env.get("AWS_ACCESS_KEY_ID"),
            secret_key=env.get("AWS_SECRET_ACCESS_KEY"),
            session_token=env.get("AWS_SESSION_TOKEN"),
            region=env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION", "us-east-1"),
        )


def describe(env: Mapping[str, str] = os.environ) -> dict:
    """Return the environment with secret values masked, for debug output."""
    return {
        k: "***" if any(h in k.upper() for h in _SECRET_HINTS) else v
        for k, v in env.items()
    }
