"""The layers whose cold starts are compared: the peers', the same with valid bytecode, and lamella's."""

import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lamella.model.target import Target
from measure import run
from peers import PEERS, PIP, prepare
from tools import LAMELLA, ROOT, TARGET, Tools

OWN = ("safe", "compact", "traced")
_OPENMP = "libgomp.so.1"
SIZED = (*OWN, "traced only")
_TOML = """
[layers.safe]
source = ["requirements.txt"]
targets = ["{target}"]
slim = "safe"
{include}
[layers.compact]
source = ["requirements.txt"]
targets = ["{target}"]
slim = "compact"
{include}{test_compact}
[layers.traced]
source = ["requirements.txt"]
targets = ["{target}"]
slim = "traced"
{include}{test_traced}
[layers.traced-only]
source = ["requirements.txt"]
targets = ["{target}"]
slim = "traced"
{include}bytecode = "only"
{test_traced-only}
[layers.first]
source = ["requirements.txt"]
targets = ["{target}"]
slim = "traced"
{include}{test_first}
"""
_TEST = """
[[layers.{layer}.test.functions]]
code = "code"
handler = "app.handler"
events = "{events}"
memory_mb = 1024
"""


@dataclass(frozen=True, slots=True)
class Layers:
    """Archives of one workload.

    Attributes:
        name: Of the workload.
        folder: With `code` (the function) and lamella.toml.
        events: Of the workload.
        archives: By name; what lamella could not build is not among them.
        refused: Why lamella did not build a layer, by its name.
        beside: Layers that every variant has besides: this machine's libgomp for lightgbm, since Lambda has none.
    """

    name: str
    folder: Path
    events: tuple[object, ...]
    archives: Mapping[str, Path]
    refused: Mapping[str, str]
    beside: tuple[Path, ...] = ()


def layers(name: str, work: Path, tools: Tools) -> Layers:
    """Build them; the peers' are taken from the build benchmark where it left them."""
    folder = work / name / "cold"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    workload = ROOT / "tests" / "workloads" / name
    shutil.copytree(workload, folder / "code", ignore=shutil.ignore_patterns("__pycache__"))
    requirements = folder / "requirements.txt"
    shutil.copy(workload / "requirements.txt", requirements)
    archives: dict[str, Path] = {}
    for peer in (*PEERS, PIP):
        archives[peer.name] = work / name / peer.name / peer.archive
        if not archives[peer.name].exists():
            run(["bash", "run.sh"], prepare(peer, requirements, work / name), tools.environ)
    for peer_name in ("recipe", "pip+zip"):
        made = folder / f"{peer_name}-pyc.zip"
        _with_bytecode(archives[peer_name], made, tools.python)
        archives[f"{peer_name} + .pyc"] = made
    events = json.loads((workload / "events.json").read_text())
    (folder / "first.json").write_text(json.dumps(events[:1]))
    tests = {
        f"test_{layer}": _TEST.format(layer=layer, events="first.json" if layer == "first" else "code/events.json")
        for layer in ("compact", "traced", "traced-only", "first")
    }
    beside = _openmp(folder) if name == "lightgbm" else ()
    include = f'include = [{{ from = "{_OPENMP}", to = "lib/{_OPENMP}" }}]\n' if beside else ""
    (folder / "lamella.toml").write_text(_TOML.format(target=TARGET, include=include, **tests))
    refused: dict[str, str] = {}
    for layer in ("safe", "compact", "traced", "traced-only", "first"):
        why = _build(layer, folder, tools)
        if why:
            refused[layer.replace("-", " ")] = why
        else:
            archives[layer.replace("-", " ")] = folder / "dist" / f"{layer}-{Target.parse(TARGET).slug}.zip"
    return Layers(name, folder, tuple(events), archives, refused, beside)


def _openmp(folder: Path) -> tuple[Path, ...]:
    """Put this machine's libgomp into the folder and into a layer of its own; nothing where there is none."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    found = [line.partition("=> ")[2] for line in listed.splitlines() if line.split()[:1] == [_OPENMP]]
    if not found:
        return ()
    shutil.copy(found[0], folder / _OPENMP)
    with zipfile.ZipFile(folder / "openmp.zip", "w") as layer:
        layer.write(folder / _OPENMP, f"lib/{_OPENMP}")
    return (folder / "openmp.zip",)


def _build(layer: str, folder: Path, tools: Tools) -> str:
    """Build one layer; an answer says why it was not built."""
    command = [*LAMELLA, "build", layer, "--config", "lamella.toml", "--out", "dist", "--require-bytecode"]
    environ = {**tools.environ, "LAMELLA_CACHE": str(tools.cache)}
    done = subprocess.run(command, cwd=folder, env=environ, check=False, capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def _with_bytecode(archive: Path, made: Path, python: str) -> None:
    """Write the layer once more, with bytecode that Python uses as it is: what is left to pruning alone."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["unzip", "-q", str(archive), "-d", name], check=True)
        subprocess.run(["find", name, "-name", "*.pyc", "-delete"], check=True)
        compiled = [
            python,
            "-m",
            "compileall",
            "-q",
            "-f",
            "--invalidation-mode",
            "unchecked-hash",
            "-s",
            name,
            "-p",
            "/opt",
        ]
        # Sources that are meant not to compile (templates, tests of syntax errors) are among the files.
        subprocess.run([*compiled, name], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["zip", "-q", "-r1", str(made), "."], cwd=name, check=True)
