"""`make demo`: real layers for two targets, what was saved and why, and the proof that they load.

It also shows what happens to a layer from the usual recipe (`pip install`, `find -delete`, `zip`).
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from lamella.host.interpreters import find
from lamella.model.target import Target

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "demo-out"
WORKLOADS = ROOT / "tests" / "workloads"
TARGETS = ("python3.12/x86_64", "python3.13/arm64")
LAYERS = ("markdown", "fastapi", "pandas")

HANDLER = """
import json, sys
sys.path[:0] = sys.argv[1:3]
import app
for event in json.load(open(sys.argv[1] + "/events.json")):
    print("   ", str(app.handler(event)).replace("\\n", " ")[:100])
"""

RECIPE = """
set -e
"$PYTHON" -m pip install -qq --disable-pip-version-check --target layer/python --compile -r "$REQUIREMENTS"
find layer/python -name "*.pyc" -delete
find layer/python -name "__pycache__" -type d -exec rm -rf {} +
find layer/python -name "*.dist-info" -type d -exec rm -rf {} +
find layer/python -name "tests" -type d -exec rm -rf {} +
"""


def main() -> int:
    """Run the demonstration and return an exit code."""
    started = time.monotonic()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    write_config()
    say(f"1. Layers of {', '.join(LAYERS)} for {' and '.join(TARGETS)}: lamella build")
    lamella("build")
    say("2. Nothing changed: lamella build again")
    lamella("build")
    python = find(Target.parse(TARGETS[0]).python_minor, os.environ, OUT / "interpreters")
    if python is None:
        print("no python3.12 was found on this machine: the archives cannot be tried here", file=sys.stderr)
        return 1
    say(f"3. Unpacked, each answers its events in a bare Python {python.version}")
    failures = 0
    for name in LAYERS:
        print(f"  {name}")
        failures += not answers(str(python.path), name, unpack(name))
    say("4. The usual recipe's layer of markdown: its second event needs the dist-info that was deleted")
    broken = recipe(str(python.path))
    if answers(str(python.path), "markdown", broken):
        print("  the recipe's layer worked: the demonstration is out of date", file=sys.stderr)
        failures += 1
    say(f"Done in {time.monotonic() - started:.0f} s. Archives and manifests are in {OUT.name}/dist.")
    return 1 if failures else 0


def write_config() -> None:
    sources: dict[str, str | list[str]] = {name: f"../tests/workloads/{name}/requirements.txt" for name in LAYERS}
    # The workload pins a pandas that has no wheel for Python 3.13.
    sources["pandas"] = ["pandas==2.2.3", "numpy==2.1.3"]
    tables = [
        f"[layers.{name}]\nsource = {json.dumps(source)}\ntargets = {json.dumps(TARGETS)}\n"
        for name, source in sources.items()
    ]
    (OUT / "lamella.toml").write_text("\n".join(tables))


def lamella(*arguments: str) -> None:
    """Run the command line with a cache of its own, so that the first build is a cold one."""
    environ = {**os.environ, "LAMELLA_CACHE": str(OUT / "cache")}
    subprocess.run([sys.executable, "-m", "lamella", *arguments], cwd=OUT, env=environ, check=True)


def unpack(name: str) -> Path:
    place = OUT / "unpacked" / name
    archive = OUT / "dist" / f"{name}-{Target.parse(TARGETS[0]).slug}.zip"
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(archive), str(place)], check=True)
    return place


def recipe(python: str) -> Path:
    place = OUT / "recipe"
    place.mkdir()
    environ = {**os.environ, "PYTHON": python, "REQUIREMENTS": str(WORKLOADS / "markdown" / "requirements.txt")}
    subprocess.run(["bash", "-c", RECIPE], cwd=place, env=environ, check=True)
    return place / "layer"


def answers(python: str, name: str, layer: Path) -> bool:
    """Whether the workload's handler answers its events with nothing but the layer."""
    done = subprocess.run(
        [python, "-I", "-B", "-c", HANDLER, str(WORKLOADS / name), str(layer / "python")],
        check=False,
        capture_output=True,
        text=True,
    )
    print(done.stdout, end="")
    if done.returncode:
        print("    fails:", done.stderr.strip().splitlines()[-1])
    return done.returncode == 0


def say(text: str) -> None:
    print(f"\n{text}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
