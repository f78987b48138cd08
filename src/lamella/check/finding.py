"""What a check says: findings, what was not examined, and which families did not run."""

from dataclasses import dataclass, replace
from enum import Enum, IntEnum

from lamella.check.rule import Rule


class Severity(IntEnum):
    """How bad it is if the finding is true, in order."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """As it is written in files and output."""
        return self.name.lower()


class Confidence(IntEnum):
    """How likely the finding is true, in order."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2

    @property
    def word(self) -> str:
        """As it is written in files and output."""
        return self.name.lower()


class Tier(Enum):
    """Where a file comes from, as far as it is proven.

    P0: nothing names it. P1: it matches its package's RECORD, which comes with the package and proves integrity only.
    P2: it is what the lock file's hashes lead to. P3: and the publisher attests that artifact.
    """

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3

    @property
    def anchored(self) -> bool:
        """Whether something outside the layer vouches for the bytes."""
        return self in {Tier.P2, Tier.P3}


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a finding's evidence: a line (from 1; 0 for none) and what is there."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or looks so.

    Attributes:
        path: Relative to /opt; empty for the layer as a whole.
        line: From 1; 0 where there is none.
        message: One sentence, without a full stop.
        evidence: How the data flows, or what was read, in order.
        subject: A release such as `jinja2==3.1.2` that the finding is about; empty where it is about the file alone.
    """

    rule: Rule
    severity: Severity
    confidence: Confidence
    path: str
    line: int
    message: str
    evidence: tuple[Step, ...] = ()
    subject: str = ""

    def at(self, path: str) -> "Finding":
        """Return the same finding in another file."""
        return replace(self, path=path)


@dataclass(frozen=True, slots=True)
class Unexamined:
    """A file, or a part of one, that could not be analysed.

    Attributes:
        reason: One line.
        hides: Whether something hostile or broken could be in it, so that the verdict cannot be `pass`.
        vouchable: Whether it hides nothing where a lock vouches for the file: it is data, or no program at all.
    """

    path: str
    reason: str
    hides: bool = True
    vouchable: bool = False


@dataclass(frozen=True, slots=True)
class NotRun:
    """A family that did not run, or not in full, and why; never a reason for a verdict by itself."""

    family: str
    reason: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What the rules found in one file; paths are filled in by who asked."""

    findings: tuple[Finding, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()

    def at(self, path: str) -> "Examined":
        """Return the same for a file of another name."""
        return Examined(
            tuple(each.at(path) for each in self.findings),
            tuple(replace(each, path=path) for each in self.unexamined),
        )

    def __add__(self, other: "Examined") -> "Examined":
        return Examined(self.findings + other.findings, self.unexamined + other.unexamined)


NOTHING = Examined()


def found(  # noqa: PLR0913 - a finding's parts, most with defaults
    rule: Rule,
    message: str = "",
    *,
    path: str = "",
    line: int = 0,
    evidence: tuple[Step, ...] = (),
    severity: Severity | None = None,
    confidence: Confidence | None = None,
    subject: str = "",
) -> Finding:
    """Return a finding of a rule, with the rule's own severity, confidence and message where none is given."""
    return Finding(
        rule,
        Severity[rule.severity] if severity is None else severity,
        Confidence[rule.confidence] if confidence is None else confidence,
        path,
        line,
        message or rule.message,
        evidence,
        subject,
    )
