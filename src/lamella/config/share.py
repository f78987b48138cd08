"""The grants of a layer, from the file."""

from collections.abc import Sequence

from msgspec import UnsetType

from lamella.config.keypath import KeyPath
from lamella.config.wire_share import ShareTable
from lamella.model.grant import Share, Shared


def share_of(table: ShareTable | UnsetType, where: KeyPath) -> Share | None:
    """Return what the file wants; `None` where it says nothing about sharing, so that no grant is touched.

    Raises:
        ConfigError: An account or organisation is there twice.
    """
    if isinstance(table, UnsetType):
        return None
    return Share(
        accounts=_once(table.accounts or (), where.at("accounts")),
        organizations=_once(table.organizations or (), where.at("organizations")),
        public=table.public is True,
        versions=Shared.ALL if isinstance(table.versions, UnsetType) else table.versions,
    )


def _once(values: Sequence[str], where: KeyPath) -> tuple[str, ...]:
    for position, value in enumerate(values):
        if value in values[:position]:
            raise where.at(position).wrong(value, "each once", because="it is there twice", hint="remove one")
    return tuple(values)
