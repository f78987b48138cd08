"""`lamella check` beside bandit, GuardDog and Hexora: false alarms, attacks found, time and memory.

Each part is measured on its own and kept; docs/benchmarks-check.md is written from what all parts said last.
"""

import argparse
import json
import os
import runpy
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import check_page
import corpora
from measure import run
from scanners import Scan, Scanner, lamella, scanners
from tools import LAMELLA, ROOT, TARGET, WORK, machine, tools

KEPT = WORK / "check.json"
PARTS = ("clean", "wheels", "samples", "own")
_MEGABYTE = 1_000_000
# A scanner that takes longer is run once over the clean layer.
_SLOW_S = 60


def main() -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs over the clean layer (default 3)")
    parser.add_argument("--part", choices=PARTS, action="append", help="measure this part alone; may be repeated")
    parser.add_argument("--without", default="", metavar="SCANNER", help="leave this scanner out, such as bandit")
    options = parser.parse_args()
    found = tools()
    # Without its bytecode each tool would be compiled with each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHON"] = found.python
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    all_of_them = [each for each in scanners() if each.name != options.without]
    for part in options.part or PARTS:
        started = time.perf_counter()
        match part:
            case "clean":
                figures: object = _clean(all_of_them, found.python, options.runs)
            case "wheels":
                figures = _wheels(all_of_them, found.python)
            case "samples":
                figures = _samples(all_of_them)
            case _:
                figures = _own(found.python)
        kept[part] = {"took_s": time.perf_counter() - started, "machine": machine(), "figures": figures}
        KEPT.write_text(json.dumps(kept, indent=1))
    page = check_page.page(kept)
    (ROOT / "docs" / "benchmarks-check.md").write_text(page)
    sys.stdout.write(page)
    return 0


def _progress(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _clean(all_of_them: Sequence[Scanner], python: str, runs: int) -> Mapping[str, Any]:
    layer = corpora.clean_layer(python)
    scans: dict[str, list[Scan]] = {each.title: [] for each in all_of_them}
    for number in range(runs):
        for scanner in all_of_them:
            done = scans[scanner.title]
            if not (done and done[0].run.wall_s > _SLOW_S):
                done.append(scanner.scan(layer))
                _progress(f"clean layer, run {number + 1}: {scanner.title} {done[-1].run.cpu_s:.1f} CPU s")
    rows = {
        title: {
            "findings": done[0].findings,
            "cpu_s": median(each.run.cpu_s for each in done),
            "wall_s": median(each.run.wall_s for each in done),
            "n": len(done),
        }
        for title, done in scans.items()
    }
    size = sum(path.stat().st_size for path in layer.rglob("*.py"))
    return {"of": " ".join(corpora.CLEAN), "python_bytes": size, "rows": rows}


def _wheels(all_of_them: Sequence[Scanner], python: str) -> Mapping[str, Any]:
    layer, owners = corpora.wheels(python)
    rows: dict[str, Any] = {}
    for scanner in all_of_them:
        scan = scanner.scan(layer)
        named = sorted({owners[path] for path in scan.flagged if path in owners})
        rows[scanner.title] = {"flagged": named, "cpu_s": scan.run.cpu_s, "wall_s": scan.run.wall_s}
        _progress(f"wheels: {scanner.title}: {len(named)} in {scan.run.wall_s:.0f} s")
    return {"count": len(set(owners.values())), "rows": rows}


def _samples(all_of_them: Sequence[Scanner]) -> Mapping[str, Any]:
    found = corpora.samples()
    rows: dict[str, dict[str, int | None]] = {each.title: {} for each in all_of_them}
    for scanner in all_of_them:
        for each in found:
            if not scanner.one_by_one:
                hits = {path.split("/")[2] for path in scanner.scan(each.folder).flagged if path.count("/") >= 3}
                rows[scanner.title][each.name] = len(hits)
            elif each.name.endswith("held out"):
                folders = sorted((each.folder / "python" / "samples").iterdir())
                rows[scanner.title][each.name] = sum(bool(scanner.scan(folder).flagged) for folder in folders)
            else:
                rows[scanner.title][each.name] = None
            _progress(f"{each.name}: {scanner.title}: {rows[scanner.title][each.name]} of {each.count}")
    return {"counts": {each.name: each.count for each in found}, "rows": rows}


def _own(python: str) -> Mapping[str, str]:
    """Return lamella's figures that have no counterpart."""
    clean, (wheels, owners) = corpora.clean_layer(python), corpora.wheels(python)
    environ = {**os.environ, "LAMELLA_CACHE": str(WORK / "check-cache")}
    shutil.rmtree(environ["LAMELLA_CACHE"], ignore_errors=True)
    cached = lamella("--jobs", str(os.cpu_count()))
    cached.scan(clean, environ)
    again = [cached.scan(clean, environ).run for _ in range(3)]
    words = ["check", str(clean), "--target", TARGET, "--no-cache", "--fail-on", "never"]
    peak = run([*LAMELLA, *words], WORK, os.environ, memory=True).peak_pss_bytes
    single = lamella("--no-cache", "--jobs", "1").scan(clean).run
    lock, downloads = corpora.lock_of_wheels(python)
    anchored = lamella("--no-cache", "--lock", str(lock), "--wheels", str(downloads)).scan(wheels)
    flagged = sorted({owners[path] for path in anchored.flagged if path in owners})
    wall_s, cpu_s = median(each.wall_s for each in again), median(each.cpu_s for each in again)
    return {
        "clean layer with one worker": f"{single.wall_s:.1f} s wall, {single.cpu_s:.1f} CPU s (n = 1)",
        "clean layer again, from the cache": f"{wall_s:.1f} s wall, {cpu_s:.1f} CPU s (n = 3)",
        "clean layer, peak of the summed PSS of all processes": f"{peak / _MEGABYTE:.0f} MB (n = 1)",
        "wheels flagged when a lock file vouches for them": f"{len(flagged)} of {len(set(owners.values()))}",
        "hostile zips (overlapping entries; 200 MB of zeros; 200 files that inflate alike), refused": _refused(),
        **{f"layers: {name}": _verdicts(paths) for name, paths in corpora.layers().items()},
    }


def _refused() -> str:
    """Check hostile zips, as the tests make them, and return what the worst of them takes."""
    sys.path.insert(0, str(ROOT / "tests"))
    made = runpy.run_path(str(ROOT / "tests/archive/test_reader.py"))
    walls, peak_bytes = [], 0
    for name in ("overlap_bomb", "ratio_bomb", "layered_bomb"):
        path = WORK / f"{name}.zip"
        path.write_bytes(made[name]())
        command = [*LAMELLA, "check", str(path), "--fail-on", "never"]
        walls.append(median(run(command, WORK, os.environ).wall_s for _ in range(3)))
        peak_bytes = max(peak_bytes, run(command, WORK, os.environ, memory=True).peak_pss_bytes)
    peak = f"{peak_bytes / _MEGABYTE:.0f} MB"
    return f"{max(walls):.2f} s wall with the start of Python, {peak} (the worst of three, n = 3 each)"


def _verdicts(paths: Sequence[Path]) -> str:
    words = ["--output", "json", "--target", "python3.11/x86_64", "--fail-on", "never"]
    done = subprocess.run([*LAMELLA, "check", *map(str, paths), *words], capture_output=True, text=True, check=False)
    verdicts = Counter(report["verdict"] for report in json.loads(done.stdout))
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    return f"{len(paths) - verdicts['pass']} of {len(paths)} with another verdict than pass ({told})"


if __name__ == "__main__":
    sys.exit(main())
