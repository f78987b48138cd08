"""Attestations are verified offline, with the signature of a real release of pypi-attestations."""

from pathlib import Path

import pytest

from lamella.host.attestations import NotAttestedError, publishers_of

NAME = "pypi_attestations-0.0.19.tar.gz"
SHA256 = "9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3"
PROVENANCE = (Path(__file__).parent / f"{NAME}.provenance").read_bytes()


def test_who_published_an_artifact() -> None:
    assert publishers_of(PROVENANCE, NAME, SHA256) == ("GitHub trailofbits/pypi-attestations (release.yml)",)


@pytest.mark.parametrize(
    ("provenance", "name", "sha256", "why"),
    [
        (PROVENANCE, NAME, "0" * 64, "does not match distribution digest"),
        (PROVENANCE, "pypi_attestations-0.0.20.tar.gz", SHA256, "does not match distribution name"),
        (PROVENANCE.replace(b'"trailofbits/', b'"somebody/'), NAME, SHA256, "erification failed"),
        (PROVENANCE.replace(b'"signature":"M', b'"signature":"N'), NAME, SHA256, "erif"),
        (b"{}", NAME, SHA256, "no provenance"),
        (b"\xff", NAME, SHA256, "no provenance"),
        (b'{"version": 1, "attestation_bundles": []}', NAME, SHA256, "attestation"),
        (PROVENANCE, "no-artifact.exe", SHA256, "no provenance"),
    ],
)
def test_what_does_not_prove_it(provenance: bytes, name: str, sha256: str, why: str) -> None:
    with pytest.raises(NotAttestedError, match=why):
        publishers_of(provenance, name, sha256)
