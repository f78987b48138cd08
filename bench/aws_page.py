"""The embedded cloud that the benchmarks of AWS commands run on, and the page they write."""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tools import LAMELLA, ROOT, WORK

PAGE = ROOT / "docs" / "benchmarks-aws.md"
TITLE = "# Benchmarks of commands that meet AWS\n"


@dataclass(frozen=True, slots=True)
class Cloud:
    """A running embedded cloud and its folder."""

    endpoint: str
    folder: Path

    def client(self, service: str, account: str, region: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        """Return a client of an account, by its access key."""
        made: Any = boto3.client
        return made(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=account,
            aws_secret_access_key="local",  # noqa: S106 - the embedded cloud asks for none
            config=Config(max_pool_connections=16, retries={"mode": "standard", "max_attempts": 10}),
        )


@contextmanager
def cloud() -> Iterator[Cloud]:
    """Start an embedded cloud with an empty state folder, and end it."""
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        environ = {**os.environ, "LAMELLA_STATE": folder}
        subprocess.run([*LAMELLA, "local", "up"], env=environ, check=True, stdout=subprocess.DEVNULL)
        try:
            told = subprocess.run(
                [*LAMELLA, "local", "status", "--output", "json"], env=environ, check=True, stdout=subprocess.PIPE
            )
            yield Cloud(json.loads(told.stdout)["endpoint"], Path(folder))
        finally:
            subprocess.run([*LAMELLA, "local", "down"], env=environ, check=True, stdout=subprocess.DEVNULL)


def environ(cloud: Cloud, account: str) -> Mapping[str, str]:
    """Return the environment of a command in an account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "LAMELLA_"))}
    return {
        **kept,
        "LAMELLA_STATE": str(cloud.folder),
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "",
    }


def row(name: str, theirs: float, ours: float, form: str) -> str:
    """Return a row of a table with the ratio of our figure to theirs."""
    return f"| {name} | {theirs:{form}} | {ours:{form}} | {ours / theirs:.2f} |"


def write(heading: str, text: str) -> None:
    """Put a part into the page, in the place of the one of the same heading."""
    page = PAGE.read_text() if PAGE.exists() else TITLE
    part = f"\n## {heading}\n\n{text}\n"
    pattern = re.compile(rf"\n## {re.escape(heading)}\n.*?(?=\n## |\Z)", re.DOTALL)
    page = pattern.sub(lambda _: part.rstrip("\n") + "\n", page) if pattern.search(page) else page + part
    PAGE.write_text(page)
