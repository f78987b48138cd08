"""The programs that the benchmark runs, found once."""

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from lamella.host.interpreters import find
from lamella.model.target import Target

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "bench" / ".work"
TARGET = "python3.12/x86_64"
LAMELLA = (str(ROOT / ".venv/bin/lamella"),)


@dataclass(frozen=True, slots=True)
class Tools:
    """Programs that the benchmark runs, the environment they run in, and lamella's cache for cold starts."""

    python: str
    environ: dict[str, str]
    cache: Path


def tools() -> Tools:
    """Find an interpreter of the target, and install SAM in an environment of its own."""
    WORK.mkdir(parents=True, exist_ok=True)
    found = find(Target.parse(TARGET).python_minor, os.environ, WORK / "interpreters")
    if found is None:
        sys.exit("the benchmark needs a python3.12")
    uv = str(ROOT / ".venv/bin/uv")
    sam = WORK / "sam"
    if not (sam / "bin/sam").exists():
        subprocess.run([uv, "venv", "-q", "--python", str(found.path), str(sam)], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--python", str(sam), "aws-sam-cli", "setuptools<81"], check=True)
    environ = {
        # Without it Python could not keep the bytecode of the tools themselves, lamella's included.
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PATH": f"{Path(found.path).parent}:{os.environ['PATH']}",
        "PYTHON": str(found.path),
        "UV": uv,
        "UV_PYTHON_DOWNLOADS": "never",
        "SAM": str(sam / "bin/sam"),
        "SAM_CLI_TELEMETRY": "0",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    return Tools(str(found.path), environ, WORK / "cold-cache")


def machine() -> str:
    """Describe this machine in a few words."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
