"""Cold starts: lamella's sandbox beside AWS's emulator, and every maker's layer of each workload in one run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from cold_layers import OWN, SIZED, Layers, layers
from lamella.cli.invoke import FAILED
from lamella.model.target import Target
from lamella.profile.statistics import Ratio, ratio_of_medians
from lamella.sandbox.function import Function
from lamella.sandbox.measure import Pages, Variant, measure
from lamella.sandbox.sandbox import Sandbox
from rie import Programs, Rie, fetch
from tools import LAMELLA, TARGET, WORK, Tools

CASES = ("markdown", "jinja", "encrypt", "fastapi", "textblob", "presign", "pandas", "lightgbm")
PEERS = ("recipe", "uv+zip", "sam+zip", "recipe + .pyc", "pip+zip + .pyc")
_EMPTY = "def handler(event, context):\n    return event\n"
_MEMORY_MB = 1024
_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Against:
    """One function in lamella's sandbox and in the emulator.

    Attributes:
        name: Of the function.
        own_ms, peer_ms: Median init.
        init: lamella's init as a ratio to the emulator's.
        whole: The same of the time from the start of everything to the answer.
        whole_ms: Median of lamella's.
    """

    name: str
    own_ms: float
    peer_ms: float
    init: Ratio
    whole: Ratio
    whole_ms: float


@dataclass(frozen=True, slots=True)
class Case:
    """One workload.

    Attributes:
        name: Of the workload.
        floor_ms: Median init of an empty handler without layers, in the same run.
        init_ms: Median init by layer; empty where the workload cannot run.
        sizes: Archive bytes by layer.
        seen: What became of the second event on a layer that was traced with both.
        held_out: The same on a layer that was traced with the first one only.
        refused: First line of why lamella did not build a layer, by its name.
    """

    name: str
    floor_ms: float
    init_ms: Mapping[str, float]
    sizes: Mapping[str, int]
    seen: str
    held_out: str
    refused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cold:
    """Everything that was measured of cold starts."""

    against: tuple[Against, ...]
    cases: tuple[Case, ...]
    starts: int
    load: tuple[float, float]
    took_s: float


def cold(names: Sequence[str], starts: int, tools: Tools) -> Cold:
    """Measure the named workloads."""
    began, load = time.time(), os.getloadavg()[0]
    empty = WORK / "empty"
    empty.mkdir(exist_ok=True)
    (empty / "app.py").write_text(_EMPTY)
    made = []
    for name in names:
        print(f"layers of {name} ...", file=sys.stderr, flush=True)
        made.append(layers(name, WORK, tools))
    programs = fetch(WORK / "emulator")
    against = [_against("empty handler", _function(empty), [], {}, programs, starts, tools)]
    largest = next((each for each in reversed(made) if "safe" in each.archives and each.name != "lightgbm"), None)
    if largest:
        function, own = _function(largest.folder / "code"), largest.archives["safe"]
        against.append(_against(largest.name, function, [own], largest.events[0], programs, starts, tools))
    cases = [_case(each, empty, starts, tools) for each in made]
    return Cold(tuple(against), tuple(cases), starts, (load, os.getloadavg()[0]), time.time() - began)


def _function(code: Path) -> Function:
    return Function(Target.parse(TARGET), "app.handler", code, _MEMORY_MB, _TIMEOUT_S)


def _sandbox(tools: Tools, function: Function, archives: Sequence[Path]) -> Sandbox:
    return Sandbox(function, archives, environ=tools.environ, cache=tools.cache)


def _against(
    name: str,
    function: Function,
    archives: Sequence[Path],
    event: object,
    programs: Programs,
    starts: int,
    tools: Tools,
) -> Against:
    print(f"emulator: {name} ...", file=sys.stderr, flush=True)
    own: list[tuple[float, float]] = []
    peer: list[tuple[float, float]] = []

    def start_own() -> None:
        with _sandbox(tools, function, archives) as sandbox:
            began = time.perf_counter()
            answer = sandbox.invoke(event)
            took_s = time.perf_counter() - began
        if answer.error or answer.report.init_ms is None:
            raise RuntimeError(f"{name}: {answer.payload}\n{answer.logs}")
        own.append((answer.report.init_ms, took_s * 1000))

    def start_peer() -> None:
        with Rie(programs, function, archives, tools.environ, tools.cache) as emulator:
            answer = emulator.invoke(event)
        peer.append((emulator.init_ms, answer.took_s * 1000))

    for number in range(starts + 1):
        both = (start_own, start_peer)
        for start in both if number % 2 else reversed(both):
            start()
    # The first of each fills caches.
    inits = [each[0] for each in own[1:]], [each[0] for each in peer[1:]]
    wholes = [each[1] for each in own[1:]], [each[1] for each in peer[1:]]
    init, whole = (ratio_of_medians(*each, Random(20)) for each in (inits, wholes))  # noqa: S311 - no secret
    assert init
    assert whole
    return Against(name, median(inits[0]), median(inits[1]), init, whole, median(wholes[0]))


def _case(made: Layers, empty: Path, starts: int, tools: Tools) -> Case:
    sizes = {
        name: made.archives[name].stat().st_size for name in ("pip+zip", "recipe", *SIZED) if name in made.archives
    }
    refused = {name: why.strip().splitlines()[0] for name, why in made.refused.items()}
    if not _runs(made, tools):
        return Case(made.name, 0.0, {}, sizes, "cannot run", "cannot run", refused)
    print(f"cold starts of {made.name} ...", file=sys.stderr, flush=True)
    function = _function(made.folder / "code")
    names = [name for name in (*PEERS, *OWN) if name in made.archives]
    variants = [Variant("floor", partial(_sandbox, tools, _function(empty), []))]
    variants += [
        Variant(name, partial(_sandbox, tools, function, [*made.beside, made.archives[name]])) for name in names
    ]
    found = measure(variants, made.events[0], runs=starts)
    medians = [
        median(report.init_ms or 0.0 for report in found.reports(number, Pages.WARM)) for number in range(len(variants))
    ]
    init_ms = dict(zip(names, medians[1:], strict=True))
    seen, held_out = (_second_event(made, name, tools) for name in ("traced", "first"))
    return Case(made.name, medians[0], init_ms, sizes, seen, held_out, refused)


def _runs(made: Layers, tools: Tools) -> bool:
    with _sandbox(tools, _function(made.folder / "code"), [*made.beside, made.archives["safe"]]) as sandbox:
        return sandbox.invoke(made.events[0]).error is None


def _second_event(made: Layers, name: str, tools: Tools) -> str:
    """Send the second event to a traced layer; the safe layer's answer is the right one."""
    if name not in made.archives or len(made.events) < 2:
        return "-"
    event = json.dumps(made.events[1])
    right, found = (_invoke(made, made.archives[each], event, tools) for each in ("safe", name))
    if right.returncode or found.returncode not in {0, FAILED}:
        raise RuntimeError(f"{made.name}: lamella invoke ended unexpectedly:\n{right.stderr}\n{found.stderr}")
    if found.returncode == 0:
        return "works" if found.stdout == right.stdout else "ANSWERS DIFFERENTLY"
    return "fails, names `keep`" if "keep" in found.stderr else "FAILS WITHOUT A WAY BACK"


def _invoke(made: Layers, archive: Path, event: str, tools: Tools) -> subprocess.CompletedProcess[str]:
    command = [
        *LAMELLA,
        "invoke",
        *(word for layer in (*made.beside, archive) for word in ("--layer", str(layer))),
        "--code",
        "code",
        "--handler",
        "app.handler",
        "--event",
        event,
    ]
    environ = {**tools.environ, "LAMELLA_CACHE": str(tools.cache)}
    return subprocess.run(command, cwd=made.folder, env=environ, check=False, capture_output=True, text=True)
