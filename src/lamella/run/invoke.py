"""`invoke`: one event, or several, for a function with its layers in a local Lambda."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lamella.build.missed import asked_for
from lamella.build.removals import keep_line
from lamella.limits import limits
from lamella.model.target import Target
from lamella.run.layers_to_run import LayerToRun
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.invoked import Invoked
from lamella.sandbox.maker import SandboxMaker
from lamella.sandbox.outcome import Invocation

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent.

    Attributes:
        event: Anything that JSON can hold.
        count: How often it is sent to one environment; an error ends it.
        rules: How strict the sandbox is.
    """

    event: object
    count: int = 1
    rules: Rules = field(default_factory=Rules)


def invoke(function: Function, layers: Sequence[LayerToRun], sent: Sent, sandboxes: SandboxMaker) -> Invoked:
    """Send the event; after a failure find out whether the function missed what the build removed.

    Raises:
        CannotRunError: This machine cannot run the function's target.
        UsageError: There is no layer or code at a path, or the event is not JSON.
        HostileArchiveError: A layer breaks a rule of the reader.
        ToolError: The runtime's own packages cannot be fetched.
    """
    answers: list[Invocation] = []
    with sandboxes(function, [layer.path for layer in layers], sent.rules) as sandbox:
        isolation = sandbox.isolation
        while len(answers) < sent.count and not (answers and answers[-1].error):
            answers.append(sandbox.invoke(sent.event))
    missed = _missed(answers[-1], function, layers, sent, sandboxes)
    notes = _notes(function.target, layers)
    return Invoked(tuple(answers), isolation, notes, missed, keep_line(missed) if missed else "")


def _missed(
    answer: Invocation, function: Function, layers: Sequence[LayerToRun], sent: Sent, sandboxes: SandboxMaker
) -> tuple[str, ...]:
    """Run the event once more, with failed opens recorded, where a layer has something that could be missed."""
    removals = [layer.removals for layer in layers if layer.removals is not None and layer.removals.why]
    if answer.error is None or not removals:
        return ()
    with sandboxes(function, [layer.path for layer in layers], replace(sent.rules, probed=True)) as sandbox:
        again = sandbox.invoke(sent.event)
    message = (again.error or answer.error).message
    log = answer.logs + again.logs
    found = [path for each in removals for path in asked_for(each, again.probed, message, log)]
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
