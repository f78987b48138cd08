"""Sandboxes that answer from a table, for tests of what is made of the answers."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lamella.sandbox.function import Function, Rules
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation, Mechanism, Report

Reply = Callable[[Function, Rules, Any], Invocation]


def invocation(
    payload: object = None,
    error: FunctionError | None = None,
    init_ms: float | None = None,
    memory_mb: int = 60,
    probed: tuple[str, ...] = (),
) -> Invocation:
    report = Report("id", 2.0, init_ms, 128, memory_mb)
    return Invocation(json.dumps(payload), error, report, "a log line\n", probed)


def imported(
    message: str = "", name: str = "", recompiled: Sequence[str] = (), kind: str = "ModuleNotFoundError"
) -> Invocation:
    """The probe's answer: imported, or an error with this message."""
    error: Mapping[str, Any] | None = None
    if message:
        chain = [{"type": kind, "message": message, "name": name}]
        error = {"type": kind, "message": message, "name": name, "trace": [f"{kind}: {message}"], "chain": chain}
    return invocation({"error": error, "recompiled": list(recompiled), "seconds": 0.0})


@dataclass
class FakeSandboxes:
    """Makes sandboxes; notes what each was made for and asked."""

    reply: Reply
    accessed: tuple[str, ...] = ()
    made: list[tuple[Function, Rules, list[Any]]] = field(default_factory=list)

    @contextmanager
    def __call__(self, function: Function, layers: Sequence[Path], rules: Rules) -> "Iterator[_Sandbox]":
        assert len(layers) == 1
        events: list[Any] = []
        self.made.append((function, rules, events))
        yield _Sandbox(self, function, rules, events)


@dataclass
class _Sandbox:
    maker: FakeSandboxes
    function: Function
    rules: Rules
    events: list[Any]

    @property
    def isolation(self) -> Isolation:
        return Isolation(Mechanism.NAMESPACES, ("the clock is the host's",))

    def invoke(self, event: object) -> Invocation:
        self.events.append(event)
        return self.maker.reply(self.function, self.rules, event)

    def accessed(self) -> tuple[str, ...]:
        assert self.rules.traced
        return self.maker.accessed
