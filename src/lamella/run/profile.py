"""Profiles a function's cold start with one or two sets of layers."""

import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import msgspec

from lamella.archive.merge import merge
from lamella.errors import LamellaError
from lamella.profile.import_tree import parse
from lamella.profile.unused import Usage
from lamella.run.layer_files import scan_path
from lamella.sandbox.function import Function, Rooms
from lamella.sandbox.measure import DEFAULT_RUNS, Pages, Started, Turn, Variant, measure
from lamella.sandbox.outcome import Invocation
from lamella.sandbox.profiled import Profiled, Side, Traced

_PROBE = "lamella_handler_probe"
_QUESTION = {"lamella.profile": "report"}
# Watching makes calls several times slower, and nothing is measured then.
_LONGEST_TIMEOUT_S = 900.0


OpenSandbox = Callable[[Function, Sequence[Path]], AbstractContextManager[Started]]
"""Makes a sandbox for a function with its layers in order; nothing starts before its first event."""


@dataclass(frozen=True, slots=True)
class ProfileOptions:
    """How much is measured.

    Attributes:
        runs: Cold starts of each side and each kind of pages.
        pages: Kinds of page cache.
        traces: Runs with `-X importtime`, of which the quickest is shown.
    """

    runs: int = DEFAULT_RUNS
    pages: tuple[Pages, ...] = (Pages.WARM,)
    traces: int = 3


class _Report(msgspec.Struct, frozen=True):
    files: dict[str, str]
    used: list[str]


def profile(
    function: Function,
    sides: Sequence[Sequence[Path]],
    events: Sequence[object],
    sandboxes: OpenSandbox,
    options: ProfileOptions = ProfileOptions(),
    watch: Callable[[str], None] = lambda _: None,
) -> Profiled:
    """Measure cold starts of all sides in turn, then trace the imports of each and which of them events use.

    Args:
        function: What is started.
        sides: One or two lists of layer zips, each in order; the first is compared with the second.
        events: The first is what the measured starts answer; all are run to see what is used.
        sandboxes: Makes fresh ones.
        options: How much is measured.
        watch: Told in words what is done next.

    Raises:
        FailedFunctionError: The function answers the first event with an error.
        UsageError: A layer is not there.
        HostileArchiveError: A zip breaks a rule of the reader.
    """
    found = [_owners(layers) for layers in sides]
    # A layer without metadata does not tell its packages; the other one may.
    owners = [{**found[-1], **found[0], **own} for own in found]
    variants = [Variant(_label(layers), _opener(sandboxes, function, layers)) for layers in sides]

    def say(turn: Turn | None) -> None:
        if turn is None:
            watch("first starts, not counted")
        else:
            watch(f"start {turn.round + 1} of {options.runs}: {variants[turn.variant].label}, {turn.pages} pages")

    measured = measure(variants, events[0], runs=options.runs, pages=options.pages, watch=say)
    made = []
    with tempfile.TemporaryDirectory(prefix="lamella-profile-") as folder:
        probe = _probe_layer(Path(folder))
        for layers, owned in zip(sides, owners, strict=True):
            watch(f"imports of {_label(layers)}")
            traced = _traced(function, [*layers, probe], events, sandboxes, options.traces)
            traced = replace(traced, owners=owned)
            made.append(Side(tuple(map(str, layers)), sum(layer.stat().st_size for layer in layers), traced))
    return Profiled(function, tuple(made), measured, options.runs, options.pages, len(events))


def _label(layers: Sequence[Path]) -> str:
    return " + ".join(layer.name for layer in layers) or "no layer"


def _opener(
    sandboxes: OpenSandbox, function: Function, layers: Sequence[Path]
) -> Callable[[], AbstractContextManager[Started]]:
    return lambda: sandboxes(function, layers)


def _owners(layers: Sequence[Path]) -> Mapping[str, str]:
    merged = merge([scan_path(layer) for layer in layers])
    return {path: placed.owner.name for path, placed in merged.opt.items() if placed.owner}


def _probe_layer(folder: Path) -> Path:
    probe = files("lamella.sandbox.inside").joinpath("handler_probe.py").read_text("utf-8")
    path = folder / "lamella-probe.zip"
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo(f"python/{_PROBE}.py")
        member.external_attr = 0o100644 << 16
        archive.writestr(member, probe)
    return path


def _traced(
    function: Function, layers: Sequence[Path], events: Sequence[object], sandboxes: OpenSandbox, traces: int
) -> Traced:
    probed = replace(
        function,
        handler=f"{_PROBE}.handler",
        timeout_s=_LONGEST_TIMEOUT_S,
        environ={**function.environ, "LAMELLA_PROFILED_HANDLER": function.handler},
    )
    timed = replace(probed, environ={**probed.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    quickest = min((_first_answer(timed, layers, events[0], sandboxes) for _ in range(traces)), key=_init_ms)
    # What the event itself imports comes after the START line.
    tree = parse(quickest.logs.partition("START RequestId:")[0])
    watched = replace(probed, environ={**probed.environ, "LAMELLA_PROFILED_USE": "1"})
    with sandboxes(watched, layers) as sandbox:
        answers = [sandbox.invoke(event) for event in events]
        usage = _read_report(sandbox.invoke(_QUESTION), sandbox.rooms)
    failed = tuple(answer.error.error_type for answer in answers if answer.error)
    handler = tree.find(function.handler.rpartition(".")[0].replace("/", "."))
    return Traced(tree, handler, usage, {}, _init_ms(quickest), failed)


def _first_answer(function: Function, layers: Sequence[Path], event: object, sandboxes: OpenSandbox) -> Invocation:
    with sandboxes(function, layers) as sandbox:
        return sandbox.invoke(event)


def _init_ms(answer: Invocation) -> float:
    return answer.report.init_ms or 0.0


def _read_report(answer: Invocation, rooms: Rooms) -> Usage:
    if answer.error:
        raise LamellaError(
            f"the usage of modules cannot be read: {answer.error.error_type}",
            why=answer.error.message,
            hint="the last event may have ended the environment; leave it out",
        )
    try:
        found = msgspec.convert(json.loads(answer.payload), _Report)
    except (json.JSONDecodeError, msgspec.ValidationError) as error:
        raise LamellaError(
            "the usage of modules cannot be read", why=str(error), hint="does the function replace its own handler?"
        ) from error
    files = {module: _as_on_lambda(file, rooms) for module, file in found.files.items()}
    return Usage(files, frozenset(found.used))


def _as_on_lambda(file: str, rooms: Rooms) -> str:
    # A sandbox without a root filesystem of its own shows the folders where they are on this machine.
    lang = rooms.interpreter.parent.parent
    site_packages = f"/var/lang/lib/{rooms.interpreter.name}/site-packages"
    places = ((rooms.opt, "/opt"), (rooms.task, "/var/task"), (rooms.runtime, "/var/runtime"),
              (rooms.site_packages, site_packages), (lang, "/var/lang"))  # fmt: skip
    for place, inside in places:
        if place is not None and file.startswith(f"{place}/"):
            return inside + file.removeprefix(str(place))
    return file
