"""`invoke`: one event, or several, for a function with its layers in a local Lambda."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lamella.build.removals import Removals, keep_line
from lamella.limits import limits
from lamella.model.target import Target
from lamella.run.layers_to_run import LayerToRun
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.invoked import Invoked
from lamella.sandbox.outcome import Invocation, Mechanism
from lamella.sandbox.sandbox import Sandbox

_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class InvokeOptions:
    """How it is run.

    Attributes:
        rules: How strict the sandbox is.
        mechanism: Forces a way of isolation.
        count: How often the event is sent to one environment.
        runtime_boto3: See `Sandbox`.
    """

    rules: Rules = field(default_factory=Rules)
    mechanism: Mechanism | None = None
    count: int = 1
    runtime_boto3: str | bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sandbox finds things: the environment for interpreters and uv, and lamella's cache."""

    environ: Mapping[str, str]
    cache: Path


def invoke(
    function: Function, layers: Sequence[LayerToRun], event: object, place: Place, options: InvokeOptions
) -> Invoked:
    """Send the event; after a failure find out whether the function missed what the build removed.

    Raises:
        CannotRunError: This machine cannot run the function's target.
        UsageError: There is no layer or code at a path, or the event is not JSON.
        HostileArchiveError: A layer breaks a rule of the reader.
        ToolError: The runtime's own packages cannot be fetched.
    """
    answers: list[Invocation] = []
    with _sandbox(function, layers, place, options) as sandbox:
        isolation = sandbox.isolation
        while len(answers) < options.count and not (answers and answers[-1].error):
            answers.append(sandbox.invoke(event))
    notes = _notes(function.target, layers)
    missed = _missed(answers[-1], function, layers, event, place, options)
    return Invoked(tuple(answers), isolation, notes, missed, keep_line(missed) if missed else "")


def asked_for(removals: Removals, probed: Sequence[str], message: str) -> tuple[str, ...]:
    """Return the removed paths that a failed function asked for, sorted.

    Args:
        removals: Of one layer.
        probed: Paths below /opt whose open failed; a folder stands for the removed files in it.
        message: Of the error; may name a module that is not there.
    """
    found = set(removals.among(probed))
    for folder in probed:
        found |= {path for path in removals.why if path.startswith(f"{folder}/")}
    for name in _NO_MODULE.findall(message):
        path = removals.of_module(name)
        if path is not None:
            found.add(path)
    return tuple(sorted(found))


def _sandbox(function: Function, layers: Sequence[LayerToRun], place: Place, options: InvokeOptions) -> Sandbox:
    return Sandbox(
        function,
        [layer.path for layer in layers],
        rules=options.rules,
        mechanism=options.mechanism,
        runtime_boto3=options.runtime_boto3,
        environ=place.environ,
        cache=place.cache,
    )


def _missed(
    answer: Invocation,
    function: Function,
    layers: Sequence[LayerToRun],
    event: object,
    place: Place,
    options: InvokeOptions,
) -> tuple[str, ...]:
    """Run the event once more, with failed opens recorded, where a layer has something that could be missed."""
    removals = [layer.removals for layer in layers if layer.removals is not None and layer.removals.why]
    if answer.error is None or not removals:
        return ()
    watched = replace(options, rules=replace(options.rules, probed=True))
    with _sandbox(function, layers, place, watched) as sandbox:
        again = sandbox.invoke(event)
    message = (again.error or answer.error).message
    found = [path for each in removals for path in asked_for(each, again.probed, message)]
    return tuple(found[:_MOST_NAMED])


def _notes(target: Target, layers: Sequence[LayerToRun]) -> tuple[str, ...]:
    """Say what runs here and AWS would refuse."""
    known = limits()
    found = []
    if len(layers) > known.layers_per_function:
        found.append(f"{len(layers)} layers; AWS allows {known.layers_per_function} for a function")
    size_bytes = sum(layer.unzipped_bytes for layer in layers)
    if size_bytes > known.unzipped_bytes:
        found.append(
            f"the layers have {size_bytes:,} bytes unzipped; AWS allows {known.unzipped_bytes:,} with the code"
        )
    found += [
        f"{layer.path.name} was built for {layer.target}, and this is {target}"
        for layer in layers
        if layer.target is not None and layer.target != target
    ]
    return tuple(found)
