import json
import os
from dataclasses import dataclass, field


def _bool(name, default=False):
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


@dataclass
class Settings:
    region: str = field(default_factory=lambda: os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION", "us-east-1"))
    level: str = field(default_factory=lambda: os.getenv("POWERTOOLS_LOG_LEVEL", os.getenv("LOG_LEVEL", "INFO")).upper())
    proxies: dict = field(default_factory=lambda: {k: os.environ[k] for k in ("http_proxy", "https_proxy", "no_proxy") if k in os.environ})
    trace: bool = field(default_factory=lambda: _bool("TRACE_ENABLED") and bool(os.environ.get("_X_AMZN_TRACE_ID")))
    secret_key: str = field(default_factory=lambda: os.environ.get("APP_SECRET_KEY", ""), repr=False)

    def dump(self):
        safe = {k: v for k, v in vars(self).items() if "secret" not in k}
        return json.dumps(safe, indent=2)
