"""`make demo`: real layers for two targets, tested in a local Lambda, what they gain, and their life in AWS.

It also shows what happens to a layer from the usual recipe (`pip install`, `find -delete`, `zip`): which event it
breaks, and how long its cold start takes beside ours.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import life
import moving

from lamella.host.interpreters import find
from lamella.model.target import Target

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "demo-out"
WORKLOADS = ROOT / "tests" / "workloads"
TARGETS = ("python3.12/x86_64", "python3.13/arm64")
HERE = TARGETS[0]
LAYERS = ("markdown", "fastapi", "pandas")
PANDAS = ["pandas==2.2.3", "numpy==2.1.3"]
COLD_STARTS = 10

RECIPE = """
set -e
"$PYTHON" -m pip install -qq --disable-pip-version-check --target layer/python --compile -r requirements.txt
find layer/python -name "*.pyc" -delete
find layer/python -name "__pycache__" -type d -exec rm -rf {} +
find layer/python -name "*.dist-info" -type d -exec rm -rf {} +
find layer/python -name "tests" -type d -exec rm -rf {} +
cd layer && "$PYTHON" -m zipfile -c ../layer.zip python
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
    say("3. Each layer in a local Lambda, with a function that uses it: lamella test")
    failures = lamella("test", "--target", HERE)
    say("4. Slimmed by proof: only what the tests read stays, and the tests pass with it: lamella build --slim traced")
    failures += lamella("build", "--target", HERE, "--slim", "traced", "-o", "traced")
    say("5. The usual recipe's layer of markdown: its second event needs the dist-info that was deleted")
    if invoke("markdown", recipe("markdown"), event=1) == 0:
        print("  the recipe's layer worked: the demonstration is out of date", file=sys.stderr)
        failures += 1
    say("6. Ours answers it: lamella invoke")
    failures += invoke("markdown", OUT / "traced" / f"markdown-{slug()}.zip", event=1)
    say(f"7. Cold starts of pandas, the recipe's layer and ours in turn, {COLD_STARTS} each: lamella profile")
    failures += profile("pandas", recipe("pandas"), OUT / "traced" / f"pandas-{slug()}.zip")
    say("8. The life of a layer in AWS, on the embedded cloud: published, shared, cleaned up, brought back, rolled out")
    failures += life.main(moving.main)
    say(f"Done in {time.monotonic() - started:.0f} s. Archives and manifests are in {OUT.name}/.")
    return 1 if failures else 0


def write_config() -> None:
    tables = []
    for name in LAYERS:
        folder = f"../tests/workloads/{name}"
        # The workload pins a pandas that has no wheel for Python 3.13.
        source = PANDAS if name == "pandas" else f"{folder}/requirements.txt"
        tables.append(
            f"[layers.{name}]\nsource = {json.dumps(source)}\ntargets = {json.dumps(TARGETS)}\n"
            f"[[layers.{name}.test.functions]]\n"
            f'code = "{folder}"\nhandler = "app.handler"\nevents = "{folder}/events.json"\n'
        )
    (OUT / "lamella.toml").write_text("\n".join(tables))


def slug() -> str:
    return Target.parse(HERE).slug


def lamella(*arguments: str) -> int:
    """Run the command line with a cache of its own, so that the first build is a cold one; return its exit code."""
    environ = {**os.environ, "LAMELLA_CACHE": str(OUT / "cache")}
    return subprocess.run([sys.executable, "-m", "lamella", *arguments], cwd=OUT, env=environ, check=False).returncode


def invoke(name: str, layer: Path, event: int) -> int:
    code = WORKLOADS / name
    payload = json.dumps(json.loads((code / "events.json").read_text())[event])
    function = ("--code", str(code), "--handler", "app.handler", "--runtime", HERE.partition("/")[0])
    return lamella("invoke", "--layer", str(layer), *function, "--event", payload)


def profile(name: str, before: Path, after: Path) -> int:
    code = WORKLOADS / name
    payload = json.dumps(json.loads((code / "events.json").read_text())[0])
    function = ("--code", str(code), "--handler", "app.handler", "--runtime", HERE.partition("/")[0])
    page = ("--html", str(OUT / f"{name}.html"))
    sides = ("--layer", str(after), "--against", str(before), "-n", str(COLD_STARTS))
    return lamella("profile", *sides, *function, "--event", payload, *page)


def recipe(name: str) -> Path:
    """Make the layer as the usual recipe does, with an interpreter of the target's minor."""
    python = find(Target.parse(HERE).python_minor, os.environ, OUT / "interpreters")
    if python is None:
        sys.exit(f"no interpreter for {HERE} was found on this machine: the layers cannot be tried here")
    place = OUT / "recipe" / name
    place.mkdir(parents=True)
    source = "\n".join(PANDAS) if name == "pandas" else (WORKLOADS / name / "requirements.txt").read_text()
    (place / "requirements.txt").write_text(source)
    environ = {**os.environ, "PYTHON": str(python.path)}
    subprocess.run(["bash", "-c", RECIPE], cwd=place, env=environ, check=True)
    return place / "layer.zip"


def say(text: str) -> None:
    print(f"\n{text}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
