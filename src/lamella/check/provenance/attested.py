"""What publishers attest of the artifacts that the lock names."""

from collections.abc import Mapping
from dataclasses import dataclass

from lamella.check.finding import Finding, Tier, found
from lamella.check.provenance.anchors import Anchored
from lamella.check.rule import Rule
from lamella.check.subject import Subject


@dataclass(frozen=True, slots=True)
class Attestation:
    """Who published a release's artifact, or why that is not proven.

    Attributes:
        publishers: Empty where nothing is proven.
        why: One line; empty where it is proven.
    """

    publishers: tuple[str, ...]
    why: str = ""


def raised(subject: Subject, anchored: Anchored, said: Mapping[tuple[str, str], Attestation]) -> Anchored:
    """Raise files that the lock vouches for to P3 where their publisher attests the locked artifact.

    Args:
        subject: One layer or several.
        anchored: What the lock vouches for.
        said: (Name, version) of a release -> what its provenance file proves.
    """
    tiers = dict(anchored.tiers)
    findings: list[Finding] = list(anchored.findings)
    for placed in subject.inspection.merged.everything:
        place, owner = (placed.layer, placed.path), placed.owner
        attestation = said.get((owner.name, owner.version)) if owner else None
        if attestation is not None and attestation.publishers and tiers.get(place) is Tier.P2:
            tiers[place] = Tier.P3
    for (name, version), attestation in sorted(said.items()):
        if attestation.why:
            release = f"{name}=={version}"
            findings.append(found(Rule.ATTESTATION_INVALID, f"{release}: {attestation.why}", subject=release))
    return Anchored(tiers, tuple(findings), anchored.how)


def told(said: Mapping[tuple[str, str], Attestation]) -> tuple[str, ...]:
    """Return who published what, a line each."""
    return tuple(
        f"{name} {version} was published by {', '.join(attestation.publishers)}"
        for (name, version), attestation in sorted(said.items())
        if attestation.publishers
    )
