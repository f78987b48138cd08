"""lamella and its peers as programs that are given a folder and say which of its files look like an attack."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Run
from tools import LAMELLA, ROOT, TARGET, WORK

# Each flags where its authors would stop a release; bandit has no such level, so it gets what its users filter for.
PINS = {"bandit": "bandit==1.9.4", "guarddog": "guarddog==3.2.0", "hexora": "hexora==0.3.2"}
_PEERS = WORK / "scanners"


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner said of a folder.

    Attributes:
        flagged: Paths, relative to the folder.
        findings: How many things it would have somebody look at.
        run: Time of the whole process tree.
    """

    flagged: frozenset[str]
    findings: int
    run: Run


@dataclass(frozen=True, slots=True)
class Scanner:
    """A program, and how its output is read; `one_by_one` where it tells only some places of each folder."""

    name: str
    level: str
    command: Callable[[Path], Sequence[str]]
    read: Callable[[str, Path], list[str]]
    one_by_one: bool = False

    @property
    def title(self) -> str:
        """Its name and level."""
        return f"{self.name} ({self.level})"

    def scan(self, folder: Path, environ: Mapping[str, str] | None = None) -> Scan:
        """Scan a folder; the exit code says that something was found, so it is not looked at."""
        before, started = os.times(), time.perf_counter()
        done = subprocess.run(
            self.command(folder),
            cwd=folder.parent,
            env=dict(environ or os.environ),
            capture_output=True,
            text=True,
            check=False,
        )
        wall_s, after = time.perf_counter() - started, os.times()
        cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
        try:
            said = self.read(done.stdout, folder)
        except (ValueError, KeyError, TypeError) as error:
            raise RuntimeError(
                f"{self.name} said what is not understood: {done.stdout[:400]} {done.stderr[-400:]}"
            ) from error
        return Scan(frozenset(said), len(said), Run(wall_s, cpu_s, 0))


def scanners() -> list[Scanner]:
    """Install the peers, each into an environment of its own, and return all scanners, lamella first."""
    python = os.environ.get("PYTHON", "python3")
    uv = str(ROOT / ".venv/bin/uv")
    for name, pin in PINS.items():
        if not (_PEERS / name / "bin" / name).exists():
            subprocess.run([uv, "venv", "-q", "--python", python, str(_PEERS / name)], check=True)
            subprocess.run([uv, "pip", "install", "-q", "--python", str(_PEERS / name / "bin/python"), pin], check=True)
    return [
        lamella(),
        _bandit(),
        _guarddog(),
        _hexora("--min-confidence", "high", level="high+"),
        _hexora("--min-score", "0.5", level="score 0.5+"),
    ]


def lamella(*options: str) -> Scanner:
    """Return lamella; findings of severity high and above count."""
    words = ("--target", TARGET, "--output", "json", "--fail-on", "never", *(options or ("--no-cache",)))
    return Scanner("lamella", "high+", lambda folder: [*LAMELLA, "check", str(folder), *words], _of_lamella)


def _of_lamella(output: str, _: Path) -> list[str]:
    report = json.loads(output)
    return [each["path"] for each in report["findings"] if each["severity"] in {"high", "critical"}]


def _bandit() -> Scanner:
    program = str(_PEERS / "bandit/bin/bandit")
    return Scanner(
        "bandit", "medium+", lambda folder: [program, "-q", "-r", str(folder), "-f", "json", "-ll"], _of_bandit
    )


def _of_bandit(output: str, folder: Path) -> list[str]:
    return [os.path.relpath(each["filename"], folder) for each in json.loads(output)["results"]]


def _guarddog() -> Scanner:
    program = str(_PEERS / "guarddog/bin/guarddog")
    words = ("--no-sandbox", "--output-format", "json")
    command = [program, "pypi", "scan"]
    return Scanner(
        "GuardDog", "any threat", lambda folder: [*command, str(folder), *words], _of_guarddog, one_by_one=True
    )


def _of_guarddog(output: str, _: Path) -> list[str]:
    results = json.loads(output[output.index("{") :])["results"]
    threats = [
        each
        for rule, found in results.items()
        if rule.startswith("threat-") and isinstance(found, list)
        for each in found
    ]
    return [each["location"].rpartition(":")[0] for each in threats]


def _hexora(*options: str, level: str) -> Scanner:
    words = (str(_PEERS / "hexora/bin/hexora"), "audit", "--output-format", "json", *options)
    return Scanner("Hexora", level, lambda folder: [*words, str(folder)], _of_hexora)


def _of_hexora(output: str, folder: Path) -> list[str]:
    return [os.path.relpath(json.loads(line)["path"], folder) for line in output.splitlines() if line.startswith("{")]
