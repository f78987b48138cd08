"""Resolved releases: what the lock records and what a layer is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Artifact(StrEnum):
    """What is fetched for a release."""

    WHEEL = "wheel"
    SDIST = "sdist"


@dataclass(frozen=True, slots=True)
class Release:
    """One exact release for one target.

    Attributes:
        name: Normalised name.
        version: As the index gives it.
        artifact: Wheel or source distribution.
        filename: The file's name, without its address.
        sha256: Hex digest of the file; empty for a version-control source, whose `reference` pins it.
        index: Name of the index; never an address.
        reference: For a direct reference: its address without credentials.
    """

    name: str
    version: str
    artifact: Artifact
    filename: str
    sha256: str
    index: str = "default"
    reference: str | None = None

    @property
    def origin(self) -> str:
        """`name==version`, as files name where they came from."""
        return f"{self.name}=={self.version}"
