"""What passes between a check and its workers, and what the cache keeps: JSON, with the standard library alone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lamella.check.examine import Kind
from lamella.check.finding import Confidence, Examined, Finding, Severity, Step, Unexamined
from lamella.check.rule import Rule


@dataclass(frozen=True, slots=True)
class Question:
    """A file to examine; `name` is without folders, `own` as in `examine`."""

    name: str
    kinds: tuple[Kind, ...]
    own: tuple[str, ...]

    def encoded(self) -> bytes:
        """Return it as JSON; equal questions are equal bytes."""
        return json.dumps({"name": self.name, "kinds": self.kinds, "own": self.own}).encode()

    @classmethod
    def decoded(cls, data: bytes) -> "Question":
        """Read it back."""
        document = json.loads(data)
        return cls(document["name"], tuple(Kind(kind) for kind in document["kinds"]), tuple(document["own"]))


def encode(examined: Examined) -> bytes:
    """Return a result as JSON."""
    document = {
        "findings": [_finding(each) for each in examined.findings],
        "unexamined": [[each.path, each.reason, each.hides, each.vouchable] for each in examined.unexamined],
    }
    return json.dumps(document).encode()


def decode(data: bytes) -> Examined:
    """Read a result back.

    Raises:
        ValueError: It is of another version.
    """
    document = json.loads(data)
    try:
        return Examined(
            tuple(_read_finding(each) for each in document["findings"]),
            tuple(Unexamined(*each) for each in document["unexamined"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("a result of another version") from error


def _finding(each: Finding) -> list[Any]:
    steps = [[step.line, step.text] for step in each.evidence]
    return [each.rule.name, each.severity, each.confidence, each.path, each.line, each.message, steps, each.subject]


def _read_finding(data: Iterable[Any]) -> Finding:
    rule, severity, confidence, path, line, message, steps, subject = data
    evidence = tuple(Step(number, text) for number, text in steps)
    return Finding(Rule[rule], Severity(severity), Confidence(confidence), path, line, message, evidence, subject)
