"""Attestations of publishers (PEP 740), verified offline with Sigstore's roots, which the library brings."""

import logging

from lamella.errors import UsageError


class NotAttestedError(Exception):
    """A provenance file does not prove who published an artifact; the text says why."""


def publishers_of(provenance: bytes, filename: str, sha256: str) -> tuple[str, ...]:
    """Return who published an artifact, such as `GitHub pypa/sampleproject (release.yml)`.

    Every attestation of the file has to hold: for this file name, this digest, and the publisher that it names. Which
    publisher is the right one for a project is known to the index alone, and not to this function.

    Args:
        provenance: What the index gives at `/integrity/NAME/VERSION/FILENAME/provenance`.
        filename: The artifact's.
        sha256: Hex digest of the artifact.

    Raises:
        NotAttestedError: An attestation does not hold, or there is none.
        UsageError: The library is not installed.
    """
    try:
        from pypi_attestations import AttestationError, Distribution, Provenance  # noqa: PLC0415 - an extra
    except ImportError as error:
        hint = "pip install 'lamella[attestations]'"
        raise UsageError("--attestations needs pypi-attestations", why=str(error), hint=hint) from error
    # It warns that it does not ask the network for newer roots, which is what is wanted.
    logging.getLogger("sigstore").setLevel(logging.ERROR)
    try:
        bundles = Provenance.model_validate_json(provenance).attestation_bundles
        artifact = Distribution(name=filename, digest=sha256)
    except ValueError as error:
        raise NotAttestedError(f"no provenance as PEP 740 has it: {_one_line(error)}") from error
    found: list[str] = []
    for bundle in bundles:
        for attestation in bundle.attestations:
            try:
                attestation.verify(bundle.publisher, artifact, offline=True)
            except AttestationError as error:
                raise NotAttestedError(_one_line(error)) from error
            found.append(_told(bundle.publisher))
    if not found:
        raise NotAttestedError("it holds no attestation")
    return tuple(dict.fromkeys(found))


def _told(publisher: object) -> str:
    kind, where = getattr(publisher, "kind", "?"), getattr(publisher, "repository", "")
    how = getattr(publisher, "workflow", "") or getattr(publisher, "workflow_filepath", "")
    return " ".join(filter(None, [str(kind), str(where), f"({how})" if how else ""]))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
