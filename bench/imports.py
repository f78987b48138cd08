"""Import time of a handler's module from an unpacked layer, in a plain interpreter; was a source compiled?"""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = """
import sys, time, json
layer = sys.argv[1]
compiled = []
watch = len(sys.argv) > 2
if watch:
    # marshal.loads reads bytecode; `compile` with a source is what a missing or stale .pyc costs.
    def hook(event, args):
        # Packages call compile() themselves; only the import system's calls stand for missing bytecode.
        if event == "compile" and sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):
            compiled.append(str(args[1]))
    sys.addaudithook(hook)
sys.path.insert(0, ".")
sys.path.insert(1, layer)
started, cpu = time.perf_counter(), time.process_time()
import app
wall, cpu = time.perf_counter() - started, time.process_time() - cpu
print(json.dumps({"wall_s": wall, "cpu_s": cpu, "compiled": [name for name in compiled if name.startswith(layer)]}))
"""


@dataclass(frozen=True, slots=True)
class Import:
    """One import: seconds, and the layer's sources that were compiled (only when watched)."""

    wall_s: float
    cpu_s: float
    compiled: tuple[str, ...]


def import_app(python: str, layer: Path, app_folder: Path, *, watch: bool = False) -> Import:
    """Import `app` in a new process; nothing can be written into the layer, as on Lambda."""
    environ = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(app_folder)}
    done = subprocess.run(
        [python, "-s", "-c", _PROGRAM, str(layer / "python"), *(["watch"] if watch else [])],
        cwd=app_folder, env=environ, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    return Import(found["wall_s"], found["cpu_s"], tuple(found["compiled"]))
