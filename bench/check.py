"""`lamella check` beside bandit, GuardDog and Hexora in one run: false alarms, attacks found, time and memory.

Writes docs/benchmarks-check.md.
"""

import argparse
import json
import os
import runpy
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import corpora
from measure import run
from scanners import Scan, Scanner, lamella, scanners
from tools import LAMELLA, ROOT, TARGET, WORK, machine, tools

PAGE = ROOT / "docs" / "benchmarks-check.md"
_MEGABYTE = 1_000_000
# A scanner that takes longer is run once over the clean layer.
_SLOW_S = 60


@dataclass(slots=True)
class Measured:
    """What a scanner said of each corpus."""

    clean: list[Scan] = field(default_factory=list)
    wheels: Scan | None = None
    flagged_wheels: frozenset[str] = frozenset()
    samples: dict[str, int] = field(default_factory=dict)


def main() -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs over the clean layer (default 3)")
    options = parser.parse_args()
    started = time.perf_counter()
    found = tools()
    os.environ["PYTHON"] = found.python
    clean, (wheels, owners) = corpora.clean_layer(found.python), corpora.wheels(found.python)
    samples = corpora.samples()
    measured = {f"{scanner.name} ({scanner.level})": (scanner, Measured()) for scanner in scanners()}
    for number in range(options.runs):
        for name, (scanner, told) in measured.items():
            if told.clean and told.clean[0].run.wall_s > _SLOW_S:
                continue
            told.clean.append(scanner.scan(clean))
            _progress(f"clean layer, run {number + 1}: {name} {told.clean[-1].run.cpu_s:.1f} CPU s")
    for name, (scanner, told) in measured.items():
        told.wheels = scanner.scan(wheels)
        told.flagged_wheels = frozenset(owners[path] for path in told.wheels.flagged if path in owners)
        for each in samples:
            flagged = {path.split("/")[2] for path in scanner.scan(each.folder).flagged if path.count("/") >= 3}
            told.samples[each.name] = len(flagged)
        _progress(f"wheels and samples: {name}")
    counts = {each.name: each.count for each in samples}
    layers = {name: (_verdicts(paths), len(paths)) for name, paths in corpora.layers().items()}
    own = _own(clean, wheels, owners, found.python)
    size = _python_bytes(clean)
    page = _page(
        measured, counts, layers, own, size, len(set(owners.values())), options.runs, time.perf_counter() - started
    )
    PAGE.write_text(page)
    sys.stdout.write(page)
    return 0


def _progress(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _verdicts(paths: Sequence[Path]) -> int:
    """Return how many layers end with another verdict than pass."""
    words = ["--output", "json", "--target", "python3.11/x86_64", "--fail-on", "never"]
    done = subprocess.run([*LAMELLA, "check", *map(str, paths), *words], capture_output=True, text=True, check=False)
    return sum(report["verdict"] != "pass" for report in json.loads(done.stdout))


def _own(clean: Path, wheels: Path, owners: Mapping[str, str], python: str) -> Mapping[str, str]:
    """Return lamella's figures that have no counterpart."""
    environ = {**os.environ, "LAMELLA_CACHE": str(WORK / "check-cache")}
    shutil.rmtree(environ["LAMELLA_CACHE"], ignore_errors=True)
    cached = lamella("--jobs", str(os.cpu_count()))
    cached.scan(clean, environ)
    again = [cached.scan(clean, environ).run for _ in range(3)]
    peak = run(
        [*LAMELLA, "check", str(clean), "--target", TARGET, "--no-cache", "--fail-on", "never"],
        WORK,
        os.environ,
        memory=True,
    )
    lock, downloads = corpora.lock_of_wheels(python)
    anchored = lamella("--no-cache", "--lock", str(lock), "--wheels", str(downloads)).scan(wheels)
    code = {owners[path] for path in anchored.flagged if path in owners}
    return {
        "clean layer again, from the cache": f"{median(each.wall_s for each in again):.1f} s wall, {median(each.cpu_s for each in again):.1f} CPU s (n = 3)",
        "clean layer, peak of the summed PSS of all processes": f"{peak.peak_pss_bytes / _MEGABYTE:.0f} MB (n = 1)",
        "popular wheels flagged when a lock file vouches for them": f"{len(code)} of {len(set(owners.values()))}{_named(code)}",
        "hostile zips (entries that overlap, 200 MB of zeros, 200 files that inflate alike), refused": _refused(),
    }


def _refused() -> str:
    """Check hostile zips, as the tests make them, and return what the worst of them takes."""
    sys.path.insert(0, str(ROOT / "tests"))
    made = runpy.run_path(str(ROOT / "tests/archive/test_reader.py"))
    runs = []
    for name in ("overlap_bomb", "ratio_bomb", "layered_bomb"):
        path = WORK / f"{name}.zip"
        path.write_bytes(made[name]())
        command = [*LAMELLA, "check", str(path), "--fail-on", "never"]
        runs += [run(command, WORK, os.environ, memory=number == 2) for number in range(3)]
    wall_s = max(median(each.wall_s for each in runs[at : at + 3]) for at in (0, 3, 6))
    peak = max(each.peak_pss_bytes for each in runs) / _MEGABYTE
    return f"{wall_s:.2f} s wall with the start of Python, {peak:.0f} MB (the slowest of three, n = 3 each)"


def _python_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.py"))


def _named(names: set[str] | frozenset[str]) -> str:
    return f" ({', '.join(sorted(names))})" if names else ""


def _page(
    measured: Mapping[str, tuple[Scanner, Measured]],
    counts: Mapping[str, int],
    layers: Mapping[str, tuple[int, int]],
    own: Mapping[str, str],
    python_bytes: int,
    wheels: int,
    runs: int,
    took_s: float,
) -> str:
    first = next(iter(measured.values()))[1]
    ours_s = median(each.run.cpu_s for each in first.clean)
    lines = [
        "# Benchmarks of check",
        "",
        f"Written by `python bench/check.py --runs {runs}` (`make bench-check`) on {machine()}; {took_s / 60:.0f} minutes in all.",
        "The machine is shared and noisy: trust ratios, not seconds. Peers come from PyPI, each in an environment of its own;",
        "each flags from the level in brackets on. Samples are in `bench/detection` and `bench/samples`; held out is the author",
        "whose samples nobody who changes rules has looked at. Mutated: renamed, split, encoded, moved into functions, 3 seeds.",
        "",
        f"## Clean layer: {' '.join(corpora.CLEAN)}, {python_bytes / _MEGABYTE:.1f} MB of Python",
        "",
        "| scanner | findings | CPU s | / lamella | wall s | MB/s of Python | n |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, (_, told) in measured.items():
        cpu_s, wall_s = median(each.run.cpu_s for each in told.clean), median(each.run.wall_s for each in told.clean)
        cells = [
            f"{told.clean[0].findings}",
            f"{cpu_s:.1f}",
            f"{cpu_s / ours_s:.2f}",
            f"{wall_s:.1f}",
            f"{python_bytes / _MEGABYTE / wall_s:.1f}",
            f"{len(told.clean)}",
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", "Medians of n runs, interleaved.", "", f"## Popular wheels: {wheels} of them, and samples", ""]
    lines += [
        f"| scanner | wheels flagged | CPU s | {' | '.join(f'{name} ({count})' for name, count in counts.items())} |"
    ]
    lines += [f"| --- | --- | --- |{' --- |' * len(counts)}"]
    for name, (_, told) in measured.items():
        cpu = f"{told.wheels.run.cpu_s:.0f}" if told.wheels else ""
        shares = [f"{told.samples[each]} ({told.samples[each] / count:.2f})" for each, count in counts.items()]
        lines.append(f"| {name} | {len(told.flagged_wheels)} | {cpu} | {' | '.join(shares)} |")
    lines += [
        "",
        f"Wheels that lamella flags: {', '.join(sorted(first.flagged_wheels)) or 'none'}.",
        "",
        "## lamella alone",
        "",
    ]
    lines += ["| | |", "| --- | --- |", *(f"| {what} | {figure} |" for what, figure in own.items())]
    lines += [
        f"| layers with a verdict other than pass: {name} | {hits} of {count} |"
        for name, (hits, count) in layers.items()
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
