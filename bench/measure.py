"""Runs a command as a whole process tree: wall time, CPU time, and summed PSS at its peak."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_SAMPLE_EVERY_S = 0.03


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command with all that it started."""

    wall_s: float
    cpu_s: float
    peak_pss_bytes: int


def run(command: Sequence[str], cwd: Path, environ: Mapping[str, str], *, memory: bool = False) -> Run:
    """Run a command to its end; a failure is an error with its output."""
    before = os.times()
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=dict(environ), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    peak = [0]
    stop = threading.Event()
    # Sampling costs time of its own, so runs that are timed go without.
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, stop)) if memory else None
    if watcher:
        watcher.start()
    output, _ = process.communicate()
    wall_s = time.perf_counter() - started
    stop.set()
    if watcher:
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output.decode(errors='replace')}")
    after = os.times()
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall_s, cpu_s, peak[0])


def _watch(session: int, peak: list[int], stop: threading.Event) -> None:
    while not stop.wait(_SAMPLE_EVERY_S):
        peak[0] = max(peak[0], sum(_pss_bytes(pid) for pid in _members(session)))


def _members(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                found.append(int(entry.name))
    return found


def _pss_bytes(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def middle(runs: Sequence[Run]) -> Run:
    """Median of each figure."""
    return Run(median(it.wall_s for it in runs), median(it.cpu_s for it in runs), max(it.peak_pss_bytes for it in runs))


def geometric_mean(values: Sequence[float]) -> float:
    """The mean that ratios have."""
    product = 1.0
    for value in values:
        product *= value
    return float(product ** (1 / len(values)))
