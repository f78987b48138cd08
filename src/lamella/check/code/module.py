"""The state of one module's analysis."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lamella.check.code.callables import Function
from lamella.check.code.value import Taints, Trace, Value
from lamella.check.finding import Finding, Severity, Step, found
from lamella.check.rule import Rule

MOST_NODES = 600_000
_MOST_EVIDENCE_CHARACTERS = 160
_MOST_FINDINGS = 50
_LARGE_LINES = 800

Scope = dict[str, Value]


class TooMuchError(Exception):
    """The module takes more steps to follow than it may."""


@dataclass(eq=False)
class Module:
    """What is known of a module so far.

    Attributes:
        lines: Its source, for evidence.
        networked: Whether it imports anything that reaches the network.
        source: Its bytes; lines end with a line feed.
        depth: How deep it is inside code that other code executes.
        globals: Its names.
        functions: All functions seen.
        linked: Name of an archive or a wrapper -> name of the buffer that it writes to.
        dropped: Files that downloaded data was written to, by path or name of the variable.
        stored: Files that private data was written to, and whose data it is.
        findings: By rule and line.
        nodes: Expressions evaluated.
        branches: How many branches and loops surround the statement; above 0 an assignment adds to what a name may be.
        alone: Above 0 while a function runs that nothing calls at import.
        in_function: How many function bodies surround it.
        imported: First parts of the names of modules that it imports.
        own: Packages that the module may belong to; they may replace their own parts.
        is_setup: Whether it is a setup.py.
        wired: Whether a network connection was made a standard stream.
        stirred: Whether anything was seen that a second pass could follow further.
        captures: What it captures: keys, clipboard, screen.
        words: Identifiers that rules look for anywhere.
        runtime_calls: Calls of the Runtime API.
        contacts: Fixed hosts that anything in the module contacts.
    """

    lines: list[str]
    networked: bool
    depth: int = 0
    source: bytes = b""
    globals: Scope = field(default_factory=dict)
    functions: dict[ast.AST, Function] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    dropped: dict[str, Trace] = field(default_factory=dict)
    stored: dict[str, Taints] = field(default_factory=dict)
    findings: dict[tuple[Rule, int], Finding] = field(default_factory=dict)
    nodes: int = 0
    branches: int = 0
    in_function: int = 0
    alone: int = 0
    imported: set[str] = field(default_factory=set)
    own: frozenset[str] = frozenset()
    is_setup: bool = False
    wired: bool = False
    stirred: bool = False
    captures: set[str] = field(default_factory=set)
    words: frozenset[str] = frozenset()
    runtime_calls: list[ast.AST] = field(default_factory=list)
    contacts: set[str] = field(default_factory=set)

    @property
    def is_large(self) -> bool:
        """Whether, for the sake of time, calls are followed with arguments whose origin is known alone, and once."""
        return len(self.lines) > _LARGE_LINES

    def moved(self, value: Value, node: ast.AST) -> Value:
        """Return a value, one step further on its way."""
        return value.through(self.step(node)) if value.taints else value

    def step(self, node: ast.AST, text: str = "") -> Step:
        """Return a place of the module as evidence."""
        self.stirred = True
        line = getattr(node, "lineno", 0)
        shown = text or (self.lines[line - 1].strip() if 0 < line <= len(self.lines) else "")
        if len(shown) > _MOST_EVIDENCE_CHARACTERS:
            shown = f"{shown[: _MOST_EVIDENCE_CHARACTERS - 3]}..."
        return Step(line, shown)

    def count(self) -> None:
        """Count an evaluated node.

        Raises:
            TooMuchError: There were too many.
        """
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise TooMuchError

    def report(
        self, rule: Rule, node: ast.AST, message: str, evidence: Trace, severity: Severity | None = None
    ) -> None:
        """Add a finding; of one rule and line the worst stays."""
        line = getattr(node, "lineno", 0)
        made = found(rule, message, line=line, evidence=_unique((*evidence, self.step(node))), severity=severity)
        before = self.findings.get((rule, line))
        if before is None and len(self.findings) >= _MOST_FINDINGS:
            return
        if before is None or made.severity > before.severity:
            self.findings[rule, line] = made

    def include(self, findings: Iterable[Finding], node: ast.AST, where: str = "in the executed code") -> None:
        """Add findings of code that the module executes, at the line where it does."""
        line = getattr(node, "lineno", 0)
        for each in findings:
            inner = tuple(replace(step, line=line, text=f"{where}: {step.text}") for step in each.evidence)
            self.findings.setdefault((each.rule, line), replace(each, line=line, evidence=inner))


def _unique(trace: Trace) -> Trace:
    return tuple(dict.fromkeys(trace))
