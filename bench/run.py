"""`make bench`: lamella beside the recipe, uv and SAM, in one run on the same requirements; writes docs/benchmarks.md.

Options: `--quick` takes three cases and few runs; `--only NAME` (repeatable) takes the named cases; `--only-cold` measures
cold starts alone and puts them into the page that is there, `--without-cold` leaves them out.
"""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import cold
import cold_report
from imports import import_app
from lamella.model.target import Target
from measure import Run, middle, run
from peers import PEERS, PIP, prepare
from report import Case, write
from tools import ROOT, TARGET, WORK, Tools, machine, tools

BUNDLE = "pandas==2.2.3\nnumpy==2.1.3\nboto3==1.35.44\nrequests==2.32.3\npydantic==2.9.2\n"
CASES = (*cold.CASES, "bundle")
QUICK = ("markdown", "encrypt", "jinja")
ADDED = "tomli==2.0.1\n"


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each build")
    parser.add_argument("--imports", type=int, default=10, help="imports of each layer")
    parser.add_argument("--only", action="append", choices=CASES)
    parser.add_argument("--starts", type=int, default=20, help="cold starts of each layer")
    parser.add_argument("--only-cold", action="store_true")
    parser.add_argument("--without-cold", action="store_true")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    names = arguments.only or (QUICK if arguments.quick else CASES)
    found = tools()
    builds = "" if arguments.only_cold else _builds(names, found, arguments)
    starts = 3 if arguments.quick else arguments.starts
    cold_names = [name for name in names if name in cold.CASES]
    colds = "" if arguments.without_cold else cold_report.write(cold.cold(cold_names, starts, found))
    print(builds + colds)
    if not arguments.quick and not arguments.only:
        page = ROOT / "docs" / "benchmarks.md"
        before, heading, after = page.read_text().partition(cold_report.HEADING)
        page.write_text((builds or before) + (colds or heading + after))


def _builds(names: Sequence[str], found: Tools, arguments: argparse.Namespace) -> str:
    started = time.time()
    cases = [_case(name, found, 1 if arguments.quick else arguments.runs, arguments.imports) for name in names]
    command = " ".join(["python", "bench/run.py", *sys.argv[1:]])
    startup = _startup(found.environ)
    took_s = time.time() - started
    return write(cases, command, arguments.runs, arguments.imports, machine(), startup, took_s) + "\n"


def _case(name: str, tools: Tools, runs: int, imports: int) -> Case:
    print(f"{name} ...", file=sys.stderr, flush=True)
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    workload = ROOT / "tests" / "workloads" / name
    requirements = folder / "requirements.txt"
    requirements.write_text(BUNDLE if name == "bundle" else (workload / "requirements.txt").read_text())
    places = {peer.name: prepare(peer, requirements, folder) for peer in (*PEERS, PIP)}
    for peer in (*PEERS, PIP):  # fills download caches
        run(["bash", "run.sh"], places[peer.name], tools.environ)
    lamella = _Lamella(folder, requirements, tools)
    lamella.cold()
    peers: dict[str, list[Run]] = {peer.name: [] for peer in PEERS}
    own: dict[str, list[Run]] = {"cold": [], "added": [], "same": []}
    for _ in range(runs):
        for peer in PEERS:
            peers[peer.name].append(run(["bash", "run.sh"], places[peer.name], tools.environ))
        own["cold"].append(lamella.cold())
        own["added"].append(lamella.added())
        own["same"].append(lamella.same())
    sizes = {peer.name: (places[peer.name] / peer.archive).stat().st_size for peer in (*PEERS, PIP)}
    sizes["lamella"] = lamella.archive.stat().st_size
    lamella.cold("--bytecode", "only")
    sizes["lamella only"] = lamella.archive.stat().st_size
    lamella.cold()
    timed = name != "bundle"
    ratio, compiled = _imports(name, tools, imports, folder, lamella.archive) if timed else (None, 0)
    peak = lamella.cold(memory=True).peak_pss_bytes
    return Case(
        name,
        {peer: middle(them) for peer, them in peers.items()},
        {kind: middle(them) for kind, them in own.items()},
        sizes, ratio, compiled, peak,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Lamella:
    folder: Path
    requirements: Path
    tools: Tools

    @property
    def archive(self) -> Path:
        return self.folder / "dist" / f"layer-{Target.parse(TARGET).slug}.zip"

    def cold(self, *more: str, memory: bool = False) -> Run:
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return self._build(self.requirements, *more, memory=memory)

    def added(self) -> Run:
        self.cold()
        longer = self.folder / "longer.txt"
        longer.write_text(self.requirements.read_text() + ADDED)
        return self._build(longer)

    def same(self) -> Run:
        self.cold()
        return self._build(self.requirements)

    def _build(self, requirements: Path, *more: str, memory: bool = False) -> Run:
        command = [str(ROOT / ".venv/bin/lamella"), "build", "-r", str(requirements), "--target", TARGET, "--name"]
        environ = {**self.tools.environ, "LAMELLA_CACHE": str(self.folder / "cache")}
        command += ["layer", "--out", str(self.folder / "dist"), "--require-bytecode", *more]
        return run(command, self.folder, environ, memory=memory)


def _imports(name: str, tools: Tools, count: int, folder: Path, archive: Path) -> tuple[dict[str, float], int]:
    """CPU and wall time of importing the workload's app: lamella's layer as a ratio to the recipe's."""
    unpacked = {"recipe": folder / "unpacked-recipe", "lamella": folder / "unpacked-lamella"}
    zips = {"recipe": folder / "recipe" / "optimized-layer.zip", "lamella": archive}
    for key, place in unpacked.items():
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(["unzip", "-q", str(zips[key]), "-d", str(place)], check=True)
    app = ROOT / "tests" / "workloads" / name
    times: dict[str, list[tuple[float, float]]] = {"recipe": [], "lamella": []}
    for _ in range(count):
        for key, place in unpacked.items():
            found = import_app(tools.python, place, app)
            times[key].append((found.cpu_s, found.wall_s))
    compiled = import_app(tools.python, unpacked["lamella"], app, watch=True).compiled
    ratios = {
        kind: median(it[place] for it in times["lamella"]) / median(it[place] for it in times["recipe"])
        for place, kind in enumerate(("cpu", "wall"))
    }
    return ratios, len(compiled)


def _startup(environ: Mapping[str, str]) -> dict[str, float]:
    """Start of the command line as a ratio to `python -c pass`; medians of 20, interleaved."""
    python = str(ROOT / ".venv/bin/python")
    commands = {
        "pass": [python, "-c", "pass"],
        "--version": [str(ROOT / ".venv/bin/lamella"), "--version"],
        "--help": [str(ROOT / ".venv/bin/lamella"), "--help"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(20):
        for name, command in commands.items():
            times[name].append(run(command, ROOT, environ).wall_s)
    base = median(times["pass"])
    return {name: median(them) / base for name, them in times.items() if name != "pass"}


if __name__ == "__main__":
    main()
