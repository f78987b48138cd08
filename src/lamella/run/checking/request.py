"""What is asked of one check, as values that can be sent to another machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lamella.check.finding import Finding, NotRun
from lamella.check.rule import Family
from lamella.model.check import CheckSettings

EVERY_FAMILY = frozenset(Family)
CHEAP = frozenset(family for family in Family if family.cheap)


@dataclass(frozen=True, slots=True)
class Request:
    """One target.

    Attributes:
        label: As the user gave it.
        paths: Zips or folders, in the order in which a function lists its layers.
        target: `python3.12/x86_64`; empty where nobody said.
        code: Zip of a function's own code; empty for none.
        layer: Name in lamella.toml; empty for others.
        manifest: Path of the manifest; empty for the one beside the zip.
        findings: What is known before its bytes are read: grants, publishers.
        not_run: Families that do not run for it, and why.
    """

    label: str
    paths: tuple[str, ...]
    target: str = ""
    code: str = ""
    layer: str = ""
    manifest: str = ""
    findings: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all targets of a command.

    Attributes:
        settings: Thresholds, lists.
        today: Decides which entries are past.
        families: Which run.
        jobs: Worker processes for each target.
        cache: Folder of the cache: results, and what is known of interpreters.
        keep: Whether results are taken from the cache and kept in it.
        lock: Path of lamella.lock; empty for none.
        wheels: Folder with wheels that the lock names; empty for none.
        attestations: Folder with provenance files of what the lock names; empty for none.
        advisory_db: OSV data; empty for none.
        baseline: Fingerprints of adopted findings.
        environ: Where interpreters are looked for.
    """

    settings: CheckSettings
    today: date
    families: frozenset[Family] = EVERY_FAMILY
    jobs: int = 1
    cache: str = ""
    lock: str = ""
    wheels: str = ""
    advisory_db: str = ""
    baseline: frozenset[str] = frozenset()
    keep: bool = True
    environ: Mapping[str, str] = field(default_factory=dict)
    attestations: str = ""
