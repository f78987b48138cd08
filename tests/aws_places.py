"""Clients, zips and Actions for tests of lamella.aws on the embedded cloud."""

from collections.abc import Callable

from lamella.aws.access import Access
from lamella.aws.clients import Clients
from lamella.change.action import ArchiveFile, Direct, Metadata, PublishLayerVersion
from lamella.model.place import Place

ZipOf = Callable[[str], ArchiveFile]


def clients_at(endpoint: str, place: Place) -> Clients:
    """Return clients of an account."""
    return Clients(Access(endpoint_url=endpoint, local_account=place.account), {})


def publishing(place: Place, archive: ArchiveFile, newest: int | None = None) -> PublishLayerVersion:
    """Return the Action that publishes a zip as layer `data`."""
    metadata = Metadata("made in a test", ("python3.12",), ("x86_64",), "MIT")
    return PublishLayerVersion(place, "data", archive, Direct(), metadata, newest, "data", "python3.12/x86_64")
