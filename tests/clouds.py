"""The embedded cloud for tests: one for each test process; tests keep apart by accounts of their own."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamella.cloud.http.signing import ROOT_SECRET
from lamella.cloud.http.upstream import Ministack
from lamella.cloud.ministack.packages import obtain_packages
from lamella.cloud.ministack.process import Process, Wanted
from running import Done


@dataclass(frozen=True, slots=True)
class Cloud:
    """An embedded cloud that runs.

    Attributes:
        endpoint: Such as `http://127.0.0.1:4566`.
        state: Its state folder.
        cache: Lamella's cache for commands on it.
    """

    endpoint: str
    state: Path
    cache: Path

    def environ(self, account: str) -> dict[str, str]:
        """Return what makes the command line work on it, as an account."""
        return {
            "LAMELLA_LOCAL": "1",
            "LAMELLA_STATE": str(self.state),
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": ROOT_SECRET,
        }

    def client(
        self, service: str, key: str, region: str = "eu-west-1", *, secret: str = ROOT_SECRET, token: str | None = None
    ) -> Any:
        """Return a boto3 client; an account id as the key makes it that account's root user."""
        import boto3  # noqa: PLC0415 - every test process imports this module

        session: Any = boto3.session.Session()
        return session.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
        )

    def lamella(self, account: str, folder: Path, *arguments: str) -> Done:
        """Run the command line on it, in a folder, as an account."""
        return lamella(folder, {**self.environ(account), "LAMELLA_CACHE": str(self.cache)}, *arguments)


def new_account() -> str:
    """Return an account id that no other test has."""
    return f"{random.SystemRandom().randrange(10**11, 10**12)}"


def lamella(folder: Path, environ: dict[str, str], *arguments: str) -> Done:
    """Run the command line in a process of its own, without this process's AWS and lamella settings."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("LAMELLA_", "UV_", "AWS_"))}
    done = subprocess.run(
        [sys.executable, "-m", "lamella", *arguments],
        cwd=folder,
        env={**settings, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@contextmanager
def running_cloud(state: Path, cache: Path, *options: str) -> Iterator[Cloud]:
    """Run an embedded cloud in a state folder."""
    state.mkdir(parents=True, exist_ok=True)
    environ = {"LAMELLA_STATE": str(state), "LAMELLA_CACHE": str(cache)}
    up = lamella(state, environ, "local", "up", "--output", "json", *options)
    assert up.code == 0, up.err
    try:
        yield Cloud(up.json["endpoint"], state, cache)
    finally:
        lamella(state, environ, "local", "down")


@contextmanager
def bare_ministack(folder: Path, cache: Path) -> Iterator[Ministack]:
    """Run ministack alone, without the shim and without a public endpoint; addresses that it hands out are wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    with obtain_packages(cache, os.environ) as packages, (folder / "lock").open("w") as lock:
        process = Process(Wanted(packages.path, folder, 1, "us-east-1", auth=False), os.environ, lock.fileno())
        host, port = process.address
        upstream = Ministack(process.address, f"http://{host}:{port}")
        try:
            process.wait_until_it_answers(upstream)
            yield upstream
        finally:
            upstream.close()
            process.end()
