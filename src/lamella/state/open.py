"""From the address of a state store to the store."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lamella.errors import ConfigError
from lamella.model.place import Place
from lamella.state.sqlite import SqliteStore
from lamella.state.store import Store

if TYPE_CHECKING:
    from lamella.aws.clients import Clients

FILE_NAME = "state.db"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://")
_TABLE = re.compile(r"dynamodb://(?:([a-z]{2,}(?:-[a-z]+)+-[0-9]+)/)?([a-zA-Z0-9_.-]{3,255})")


@dataclass(frozen=True, slots=True)
class Where:
    """What decides where a state store is.

    Attributes:
        address: The environment's `state_store`; `None` for the state folder.
        root: Absolute folder that a path is relative to.
        state: The state folder of this endpoint.
        endpoint: A short name of an endpoint that is not AWS's; empty for AWS. A file that the user names gets it
            before its suffix, so that an emulator's versions are never taken for AWS's.
        table: The caller's account, and the Region of a table whose address names none.
    """

    address: str | None
    root: Path
    state: Path
    endpoint: str
    table: Place


@dataclass(frozen=True, slots=True)
class TableAddress:
    """A DynamoDB table."""

    place: Place
    name: str


def located(where: Where) -> Path | TableAddress:
    """Return the file or the table in which a state store is.

    `dynamodb://TABLE` and `dynamodb://REGION/TABLE` are tables, anything else is a path.

    Raises:
        ConfigError: The address has a scheme that is not known, or names no table.
    """
    address = where.address
    if not address:
        return where.state / FILE_NAME
    if found := _TABLE.fullmatch(address):
        return TableAddress(Place(where.table.account, found[1] or where.table.region), found[2])
    if _SCHEME.match(address):
        raise ConfigError(
            f"`{address}` is not the address of a state store",
            hint="allowed: a path, dynamodb://TABLE, dynamodb://REGION/TABLE",
        )
    path = where.root / Path(address).expanduser()
    return path.with_name(f"{path.stem}.{where.endpoint}{path.suffix}") if where.endpoint else path


def open_store(where: Where, clients: "Clients") -> Store:
    """Open a state store. A file is made if it is not there, a table is not.

    Raises:
        ConfigError: The address means nothing.
        StateError: The file or table cannot be opened; for a missing table the hint is the command that makes it.
        AwsError: DynamoDB refuses, or does not answer.
    """
    match located(where):
        case Path() as path:
            return SqliteStore(path)
        case TableAddress(place, name):
            from lamella.state.dynamodb import DynamoStore  # noqa: PLC0415 - boto3 takes long to import

            return DynamoStore(clients, place, name)
