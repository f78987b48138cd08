"""Runs commands and handlers as a user would; for tests with real packages."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uv import find_uv_bin

WORKLOADS = Path(__file__).parent / "workloads"


@dataclass(frozen=True, slots=True)
class Done:
    """A finished command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Done]


_HANDLER = """
import json, sys
sys.path[:0] = sys.argv[1:]
import app
print(json.dumps([app.handler(event) for event in json.load(open(sys.argv[1] + "/events.json"))]))
"""


def handle(python: str, workload: str, *layer_paths: Path) -> Done:
    """Run a workload's handler on its events, with nothing but the given folders."""
    done = subprocess.run(
        [python, "-I", "-B", "-c", _HANDLER, str(WORKLOADS / workload), *map(str, layer_paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def unzip(archive: Path, folder: Path) -> Path:
    subprocess.run(["unzip", "-q", str(archive), "-d", str(folder)], check=True)
    return folder


def uv_install(folder: Path, arguments: Sequence[str], target_python: str = "3.12") -> Path:
    """A plain installation, as any other tool makes it."""

    subprocess.run(
        [find_uv_bin(), "pip", "install", "-q", "--target", str(folder), "--python", sys.executable, "--python-version",
         target_python, "--python-platform", "x86_64-manylinux_2_34", "--only-binary", ":all:", *arguments],
        check=True, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
    )  # fmt: skip
    return folder
