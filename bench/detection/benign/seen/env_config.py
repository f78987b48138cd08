import os
from dataclasses import dataclass


@dataclass
class Settings:
    region: str = os.environ.get("AWS_REGION", "eu-west-1")
    level: str = os.environ.get("LOG_LEVEL", "INFO")
    password: str = os.environ.get("DB_PASSWORD", "")

    def dsn(self):
        return f"postgresql://app:{self.password}@db/app"
