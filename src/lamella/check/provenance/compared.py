"""An archive beside the one that a rebuild gave, file by file."""

from collections.abc import Iterator
from dataclasses import dataclass

from lamella.archive.scan import Layer
from lamella.check.finding import Finding, Step, found
from lamella.check.rule import Rule


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found.

    Attributes:
        target: The archive, as the user gave it.
        how: On what the answer rests, in words.
        findings: Every file that differs; empty where all are the same.
        identical: Whether the archive is the same, byte for byte.
        files: How many files the archive has.
    """

    target: str
    how: str
    findings: tuple[Finding, ...]
    identical: bool
    files: int


def compared(published: Layer, rebuilt: Layer) -> Iterator[Finding]:
    """Yield a finding for each file that differs, was added, or is gone."""
    wanted = {file.path: file for file in rebuilt.files}
    there = {file.path: file for file in published.files}
    for path, file in there.items():
        other = wanted.get(path)
        if other is None:
            yield found(Rule.NOT_IN_MANIFEST, "a file that the rebuild does not have", path=path)
        elif (other.sha256, other.entry.link) != (file.sha256, file.entry.link):
            shown = (Step(0, f"rebuilt: sha256 {other.sha256[:16]}..., published: {file.sha256[:16]}..."),)
            yield found(Rule.MANIFEST_MISMATCH, "not what the rebuild made", path=path, evidence=shown)
        elif other.entry.mode != file.entry.mode:
            yield found(
                Rule.MANIFEST_MISMATCH, f"mode {file.entry.mode:04o}, rebuilt: {other.entry.mode:04o}", path=path
            )
    yield from (found(Rule.MISSING_FILE, path=path) for path in wanted if path not in there)
