"""Traces a layer's tests and proves a slimmed layer, with sandboxes: the port `Prover`."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lamella.build.missed import asked_for
from lamella.build.removals import Removals, Why
from lamella.errors import BuildError, CannotRunError
from lamella.host.local_target import interpreter_for
from lamella.model.evidence import Evidence
from lamella.model.expectation import Equals, difference
from lamella.model.layer import Layer
from lamella.model.ports import ProofFailure, Untraceable, Verdict
from lamella.model.target import Target
from lamella.model.tested import Answered, Check, Failed, Kind, NotRun, Tested
from lamella.run.testing.archive import RunOptions, run_tests
from lamella.run.testing.function_runs import Running, probed_by
from lamella.run.testing.subject import Subject, read_subject, read_workloads
from lamella.sandbox.function import Rules
from lamella.sandbox.maker import SandboxMaker

# Raised when what is run changes its meaning, so that kept evidence is made anew.
_FORMAT = "1"
_FRAME = re.compile(r"/opt/([^\"'\n,]+)")
_BY = "traced"


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is known of a layer before slimming.

    Attributes:
        paths: Its files.
        answers: By function and position of the event.
        unstable: Events that the whole layer answers differently each time.
        faults: Kind and name of the checks that the whole layer fails already.
        owner: `name==version` by path.
    """

    paths: frozenset[str]
    answers: Mapping[tuple[str, int], Answered]
    unstable: frozenset[tuple[str, int]]
    faults: frozenset[tuple[Kind, str]]
    owner: Mapping[str, str]


@dataclass(frozen=True)
class SandboxProver:
    """Runs layers' tests in sandboxes of this machine; may be used from several threads.

    Attributes:
        root: Folder that code and events are relative to.
        environ: Where interpreters are looked for.
        cache: Lamella's cache.
        sandboxes: Makes the sandboxes of a layer.
        jobs: Sandboxes at once, at least 1.
    """

    root: Path
    environ: Mapping[str, str]
    cache: Path
    sandboxes: Callable[[Layer], SandboxMaker]
    jobs: int = 1
    _wholes: dict[tuple[str, str], _Whole] = field(default_factory=dict)

    def inputs_digest(self, layer: Layer, target: Target) -> str:
        """Return the digest of what is run; see `Prover`."""
        digest = hashlib.sha256()
        for part in _inputs(layer, target, self.root):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def trace(self, archive: Path, layer: Layer, target: Target) -> Evidence | Untraceable:
        """Run the layer's imports and events and return which files they read; see `Prover`.

        Everything runs a second time without the trace: what answers differently then is not deterministic, and what
        no test asked for and fails already is no fault of slimming.
        """
        if not layer.test.imports and not layer.test.functions:
            return Untraceable(f"{layer.name} has no tests: add imports or functions to [layers.{layer.name}.test]")
        try:
            interpreter = interpreter_for(target, self.environ, self.cache)
        except CannotRunError as error:
            return Untraceable(error.in_one_line)
        subject = read_subject(archive, layer, target, self.root)
        sandboxes = self.sandboxes(layer)
        tested = run_tests(subject, sandboxes, traced=True, options=RunOptions(self.jobs, budgets=False))
        if tested.not_run:
            return Untraceable("; ".join(dict.fromkeys(_ended(check) for check in tested.not_run)))
        _hold_passed(tested, layer, target)
        if not tested.accessed:
            return Untraceable(f"the sandbox does not see which files are read ({tested.isolation})")
        again = run_tests(subject, sandboxes, options=RunOptions(self.jobs, budgets=False))
        whole = _Whole(
            frozenset(subject.paths),
            _by_event(tested.answers),
            _unstable(tested, again),
            frozenset((check.kind, check.name) for check in again.failed),
            subject.owner,
        )
        self._wholes[layer.name, str(target)] = whole
        return Evidence(
            tested.accessed,
            tuple(_runs(subject, whole.unstable)),
            str(target),
            interpreter.identity,
            inputs_sha256=self.inputs_digest(layer, target),
        )

    def proves(self, archive: Path, layer: Layer, target: Target) -> Verdict:
        """Run everything that `lamella test` runs, budgets aside, and compare the answers; see `Prover`.

        Raises:
            BuildError: The tests cannot be run.
        """
        whole = self._wholes.get((layer.name, str(target)))
        subject = read_subject(archive, layer, target, self.root)
        if whole:
            gone = whole.paths - frozenset(subject.paths)
            subject = subject.lacking(_removals(gone, target))
        sandboxes = self.sandboxes(layer)
        tested = run_tests(subject, sandboxes, options=RunOptions(self.jobs, budgets=False))
        if tested.not_run:
            why = "\n".join(dict.fromkeys(_ended(check) for check in tested.not_run))
            raise BuildError(f"the slimmed {layer.name} for {target} could not be tested", why=why)
        owner = whole.owner if whole else subject.owner
        failures = [_failure(check, owner) for check in tested.failed if _counts(check, whole)]
        running = Running(subject, sandboxes, Rules())
        failures += _silent(running, tested, whole) if whole else ()
        return Verdict(tuple(failures))


def _inputs(layer: Layer, target: Target, root: Path) -> Iterator[bytes]:
    test = layer.test
    yield json.dumps([_FORMAT, str(target), test.imports, test.runtime_boto3]).encode()
    for workload in read_workloads(layer, target, root):
        each = workload.test
        yield json.dumps([each.handler, each.memory_mb, each.timeout_s, sorted(each.environ.items())]).encode()
        try:
            yield (root / each.events).read_bytes()
            code = root / each.code
            for path in sorted(code.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path.relative_to(code).as_posix().encode()
                    yield path.read_bytes()
        except OSError as error:
            raise BuildError(f"cannot read {error.filename}", why=error.strerror or str(error)) from error


def _hold_passed(tested: Tested, layer: Layer, target: Target) -> None:
    if tested.failed:
        raise BuildError(
            f"{layer.name} for {target} fails its tests before it is slimmed",
            why="\n".join(_ended(check) for check in tested.failed),
            hint=f"`lamella test {layer.name} --slim safe` shows more",
        )


def _ended(check: Check) -> str:
    match check.outcome:
        case Failed(reason):
            return f"{check.kind} {check.name}: {reason}"
        case NotRun(why):
            return why
        case _:
            return ""


def _runs(subject: Subject, unstable: frozenset[tuple[str, int]]) -> Iterator[str]:
    for name in subject.layer.test.imports:
        yield f"import {name}"
    for workload in subject.workloads:
        differ = [event.name for position, event in enumerate(workload.events) if (workload.name, position) in unstable]
        count = len(workload.events)
        said = f", not compared since the answers differ each time: {', '.join(differ)}" if differ else ""
        yield f"{workload.name}: {count} event{'s' if count > 1 else ''}{said}"


def _unstable(one: Tested, other: Tested) -> frozenset[tuple[str, int]]:
    first, again = _by_event(one.answers), _by_event(other.answers)
    return frozenset(key for key in first if key not in again or _differ(first[key], again[key]))


def _by_event(answers: tuple[Answered, ...]) -> dict[tuple[str, int], Answered]:
    return {(answer.function, answer.event): answer for answer in answers}


def _differ(one: Answered, other: Answered) -> str | None:
    """How the other answer differs, if it does; two payloads that are no JSON are compared as texts."""
    try:
        wanted = json.loads(one.payload)
    except ValueError:
        return None if one.payload == other.payload else "the payloads differ"
    return difference(Equals(wanted), other.payload)


def _removals(gone: frozenset[str], target: Target) -> Removals:
    why = Why(_BY, "unseen", "no test reads it")
    return Removals({path: why for path in sorted(gone) if "/__pycache__/" not in path}, target.python_minor)


def _counts(check: Check, whole: _Whole | None) -> bool:
    """Whether a failure may come from slimming: what the whole layer fails too does not."""
    if check.kind in {Kind.IMPORT, Kind.FUNCTION}:
        return True
    if whole is None:
        return isinstance(check.outcome, Failed) and bool(check.outcome.blamed)
    return (check.kind, check.name) not in whole.faults


def _failure(check: Check, owner: Mapping[str, str]) -> ProofFailure:
    outcome = check.outcome
    what = f"{check.kind} {check.name}: {outcome.reason if isinstance(outcome, Failed) else ''}"
    if not isinstance(outcome, Failed):
        return ProofFailure(what)
    if outcome.blamed:
        return ProofFailure(what, outcome.blamed)
    # The innermost frame's package first: it is the one that missed something.
    frames = reversed(_FRAME.findall(outcome.details))
    packages = dict.fromkeys(owner[path] for path in frames if path in owner)
    return ProofFailure(what, tuple(packages))


def _silent(running: Running, tested: Tested, whole: _Whole) -> Iterator[ProofFailure]:
    """Events that were answered without an error, but otherwise than by the whole layer."""
    for workload in running.subject.workloads:
        probed: list[tuple[str, ...]] | None = None
        for answer in tested.answers:
            key = answer.function, answer.event
            if answer.function != workload.name or answer.failed or key in whole.unstable or key not in whole.answers:
                continue
            differs = _differ(whole.answers[key], answer)
            if differs:
                if probed is None:
                    probed = probed_by(running, workload, len(workload.events))
                yield ProofFailure(
                    f"function {workload.name} {workload.events[answer.event].name}: "
                    f"another answer than the whole layer gives: {differs}",
                    _asked_until(probed, answer.event, running.subject.facts.removals),
                )


def _asked_until(probed: list[tuple[str, ...]], event: int, removed: Removals) -> tuple[str, ...]:
    paths = {path for each in probed[: event + 1] for path in each}
    return asked_for(removed, paths, "")
