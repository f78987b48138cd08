"""What the file says about checks."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Depth(StrEnum):
    """How far builds and publications check: not at all, without parsing sources, or with every family."""

    OFF = "off"
    CHEAP = "cheap"
    STRICT = "strict"


class Level(StrEnum):
    """A severity as it is written in files, and `never`."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
    NEVER = "never"


class FailOn(StrEnum):
    """From which verdict on the command fails with exit code 3."""

    REVIEW = "review"
    BLOCK = "block"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding that somebody answers for.

    Attributes:
        rule: Its code.
        sha256: Of the file that it is about, hex; of the archive for findings about a whole layer.
        release: Package and version, such as `jinja2==3.1.2`; `-` for files that belong to no package.
        reason, owner: Why, and who says so.
        expires: The last day on which it holds.
    """

    rule: str
    sha256: str
    release: str
    reason: str
    owner: str
    expires: date


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What holds for every check of a project.

    Attributes:
        block, review: From which severity on a finding leads to that verdict.
        fail_on: See `FailOn`.
        licences_allow, licences_deny: SPDX identifiers; without an allow-list every licence is allowed.
        advisory_db: Where vulnerability data lies, relative to lamella.toml; empty for the state folder's.
        advisory_max_age: Older data is as good as none.
        publishers: Accounts (12 digits) whose layers functions may use, beside the user's own.
        allow: Findings that somebody answers for.
        baseline: A file of adopted findings, relative to lamella.toml; empty for none.
    """

    block: Level = Level.HIGH
    review: Level = Level.MEDIUM
    fail_on: FailOn = FailOn.REVIEW
    licences_allow: tuple[str, ...] = ()
    licences_deny: tuple[str, ...] = ()
    advisory_db: str = ""
    advisory_max_age: timedelta = timedelta(days=7)
    publishers: tuple[str, ...] = ()
    allow: tuple[Allowed, ...] = ()
    baseline: str = ""
