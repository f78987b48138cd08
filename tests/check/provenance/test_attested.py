"""What publishers attest raises what the lock vouches for, and nothing else."""

from subjects import subject_of

from detection_layers import honest
from lamella.check.finding import Tier
from lamella.check.provenance.anchors import NOT_ANCHORED, Anchored
from lamella.check.provenance.attested import Attestation, raised, told

SUBJECT = subject_of(honest())
OWNED = [(each.layer, each.path) for each in SUBJECT.inspection.merged.everything if each.owner]
LOCKED = Anchored(dict.fromkeys(OWNED, Tier.P2), (), "the lock")
ACME = ("acme", "1.0")


def test_files_of_an_attested_release_are_raised() -> None:
    made = raised(SUBJECT, LOCKED, {ACME: Attestation(("GitHub acme/acme (release.yml)",))})
    assert set(made.tiers.values()) == {Tier.P3}
    assert made.findings == ()
    assert all(tier.anchored for tier in made.tiers.values())


def test_what_the_lock_does_not_vouch_for_stays_what_it_is() -> None:
    assert raised(SUBJECT, NOT_ANCHORED, {ACME: Attestation(("x",))}).tiers == {}


def test_another_release_is_not_raised() -> None:
    assert set(raised(SUBJECT, LOCKED, {("acme", "2.0"): Attestation(("x",))}).tiers.values()) == {Tier.P2}


def test_an_attestation_that_does_not_hold_is_a_finding() -> None:
    made = raised(SUBJECT, LOCKED, {ACME: Attestation((), "the digest differs")})
    assert [(each.rule.code, each.subject) for each in made.findings] == [("attestation-invalid", "acme==1.0")]
    assert set(made.tiers.values()) == {Tier.P2}


def test_who_published_what_is_told() -> None:
    said = {("b", "2"): Attestation(("B",)), ("a", "1"): Attestation(("A",)), ("c", "3"): Attestation((), "no")}
    assert told(said) == ("a 1 was published by A", "b 2 was published by B")
