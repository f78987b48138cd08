"""Traces a layer's tests and proves a slimmed layer, with sandboxes: the port `Prover`."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lamella.build.missed import asked_for
from lamella.build.proof.whole import Whole, differ, ended, failure, may_come_from_slimming
from lamella.build.removals import Removals
from lamella.errors import BuildError, CannotRunError, LayerTestsError
from lamella.host.local_target import interpreter_for
from lamella.model.evidence import Evidence
from lamella.model.layer import Layer
from lamella.model.ports import ProofFailure, Untraceable, Verdict
from lamella.model.target import Target
from lamella.model.tested import Tested
from lamella.run.testing.archive import RunOptions, run_tests
from lamella.run.testing.function_runs import Running, probed_by
from lamella.run.testing.subject import Subject, read_subject, read_workloads
from lamella.sandbox.function import Rules
from lamella.sandbox.maker import SandboxMaker

# Raised when what is run changes its meaning, so that kept evidence is made anew.
_FORMAT = "1"


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
    _wholes: dict[tuple[str, str], Whole] = field(default_factory=dict)

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
            return Untraceable("; ".join(dict.fromkeys(ended(check) for check in tested.not_run)))
        _hold_passed(tested, layer, target)
        if not tested.accessed:
            return Untraceable(f"the sandbox does not see which files are read ({tested.isolation})")
        again = run_tests(subject, sandboxes, options=RunOptions(self.jobs, budgets=False))
        whole = Whole.of(subject.paths, subject.owner, tested, again)
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
            subject = subject.lacking(whole.lost(subject.paths, target))
        sandboxes = self.sandboxes(layer)
        tested = run_tests(subject, sandboxes, options=RunOptions(self.jobs, budgets=False))
        if tested.not_run:
            why = "\n".join(dict.fromkeys(ended(check) for check in tested.not_run))
            raise BuildError(f"the slimmed {layer.name} for {target} could not be tested", why=why)
        owner = whole.owner if whole else subject.owner
        failures = [failure(check, owner) for check in tested.failed if may_come_from_slimming(check, whole)]
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
        raise LayerTestsError(
            f"{layer.name} for {target} fails its tests before it is slimmed",
            why="\n".join(ended(check) for check in tested.failed),
            hint=f"`lamella test {layer.name} --slim safe` shows more",
        )


def _runs(subject: Subject, unstable: frozenset[tuple[str, int]]) -> Iterator[str]:
    for name in subject.layer.test.imports:
        yield f"import {name}"
    for workload in subject.workloads:
        differ = [event.name for position, event in enumerate(workload.events) if (workload.name, position) in unstable]
        count = len(workload.events)
        said = f", not compared since the answers differ each time: {', '.join(differ)}" if differ else ""
        yield f"{workload.name}: {count} event{'s' if count > 1 else ''}{said}"


def _silent(running: Running, tested: Tested, whole: Whole) -> Iterator[ProofFailure]:
    """Events that were answered without an error, but otherwise than by the whole layer."""
    for workload in running.subject.workloads:
        probed: list[tuple[str, ...]] | None = None
        for answer in tested.answers:
            key = answer.function, answer.event
            if answer.function != workload.name or answer.failed or key in whole.unstable or key not in whole.answers:
                continue
            differs = differ(whole.answers[key], answer)
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
