"""The state store in a DynamoDB table: shared by a team and by CI runners, whose disks vanish.

Items, by `pk` and `sk`: `journal#DIGEST`, `0000000001` is a line of a Plan's Journal; `records`, `ENVIRONMENT#ARN` is a
record; `claim#NAME`, `claim` is a claim; `lamella`, `format` would say that a newer lamella wrote the table. Those of
rollouts stand in `state.rollouts_dynamodb`.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from lamella.aws.tables import Item, Table
from lamella.change import lines as journal_lines
from lamella.change.journal import Line
from lamella.change.record import Published
from lamella.errors import AwsError, NotFoundError, StateError
from lamella.model.place import Place
from lamella.state import published as published_texts
from lamella.state.rollouts_dynamodb import DynamoRollouts

if TYPE_CHECKING:
    from lamella.aws.clients import Clients

FORMAT = 1
_ABSENT = "attribute_not_exists(pk)"
_CLAIM = "claim"
_RECORDS = "records"


class DynamoStore:
    """A state store in a table, which must be there: lamella makes none.

    Args:
        clients: Reach the table.
        place: The caller's account and the table's Region.
        table: The table's name.

    Raises:
        StateError: There is no such table (the hint is the command that makes it), its keys are others, or a newer
            lamella wrote it.
        AwsError: DynamoDB refuses, or does not answer.
    """

    def __init__(self, clients: "Clients", place: Place, table: str) -> None:
        self._place = place
        self._name = table
        self._table = Table(clients, place, table)
        self._lock = threading.Lock()
        self._next_number: dict[str, int] = {}
        self._rollouts = DynamoRollouts(self._table, self._told)
        with self._told():
            found = self._table.get("lamella", "format")
        if found and found.get("format") != FORMAT:
            raise StateError(
                f"the state store {self.address} has format {found.get('format')}",
                why=f"this lamella reads format {FORMAT}; a newer one wrote the table",
                hint="use that lamella, or name another `state_store`",
            )

    @property
    def address(self) -> str:
        """`dynamodb://REGION/TABLE`."""
        return f"dynamodb://{self._place.region}/{self._name}"

    @property
    def rollouts(self) -> DynamoRollouts:
        """The store's rollouts."""
        return self._rollouts

    def lines(self, digest: str) -> Sequence[Line]:
        """Return the lines of a Plan in the order in which they were written.

        Raises:
            StateError: A line cannot be read.
            AwsError: DynamoDB refuses, or does not answer.
        """
        with self._told():
            items = self._table.query(_journal(digest))
        return tuple(journal_lines.decode(str(item["line"])) for item in items)

    def write(self, digest: str, line: Line) -> None:
        """Write a line after those that are there, whoever wrote them.

        Raises:
            AwsError: DynamoDB refuses, or does not answer.
        """
        pk, token = _journal(digest), uuid4().hex
        with self._told(), self._lock:
            number = self._next_number.get(digest)
            if number is None:
                number = _number_after(self._table.last(pk))
            while True:
                item: Item = {"pk": pk, "sk": f"{number:010d}", "line": journal_lines.encode(line), "writer": token}
                written = self._table.put_if(item, _ABSENT)
                number += 1
                # A request whose answer was lost and that was sent again meets its own item.
                if written or (self._table.get(pk, str(item["sk"])) or {}).get("writer") == token:
                    break
            self._next_number[digest] = number

    def records(self, environment: str | None = None) -> Sequence[Published]:
        """Return records, of one environment or of all, sorted by ARN and environment.

        Raises:
            StateError: A record cannot be read.
            AwsError: DynamoDB refuses, or does not answer.
        """
        with self._told():
            items = self._table.query(_RECORDS, "" if environment is None else f"{environment}#")
        found = (published_texts.decode(str(item["record"])) for item in items)
        return sorted(found, key=lambda each: (each.arn, each.environment))

    def record(self, published: Published) -> None:
        """Write a record; one of the same environment and ARN is replaced.

        Raises:
            AwsError: DynamoDB refuses, or does not answer.
        """
        key = f"{published.environment}#{published.arn}"
        with self._told():
            self._table.put({"pk": _RECORDS, "sk": key, "record": published_texts.encode(published)})

    def claim(self, name: str, owner: str, now: datetime, ttl_s: float) -> str | None:
        """Take a claim; return `None` when `owner` has it now, else who has it.

        Raises:
            AwsError: DynamoDB refuses, or does not answer.
        """
        at = now.timestamp()
        item = _claim_item(name, owner, at + ttl_s)
        condition = f"{_ABSENT} OR held_by = :owner OR free_at <= :now"
        with self._told():
            while not self._table.put_if(item, condition, {":owner": owner, ":now": at}):
                holder = self._table.get(str(item["pk"]), _CLAIM)
                # Nobody: given back between the two calls.
                if holder is not None:
                    return str(holder["held_by"])
        return None

    def renew(self, name: str, owner: str, now: datetime, ttl_s: float) -> bool:
        """Renew a claim, also one that ran out while nobody took it; return whether `owner` still has it.

        Raises:
            AwsError: DynamoDB refuses, or does not answer.
        """
        item = _claim_item(name, owner, now.timestamp() + ttl_s)
        with self._told():
            return self._table.put_if(item, "held_by = :owner", {":owner": owner})

    def release(self, name: str, owner: str) -> None:
        """Give a claim back; nothing happens when `owner` does not have it.

        Raises:
            AwsError: DynamoDB refuses, or does not answer.
        """
        with self._told():
            self._table.delete_if(f"claim#{name}", _CLAIM, "held_by = :owner", {":owner": owner})

    def close(self) -> None:
        """Nothing is held."""

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as error:
            raise StateError(
                f"there is no table {self._name} in {self._place}", why=error.in_one_line, hint=self._how_to_make
            ) from error
        except AwsError as error:
            if error.code != "ValidationException":
                raise
            raise StateError(
                f"table {self._name} in {self._place} is no state store of lamella",
                why=f"{error.in_one_line}\nit needs a partition key `pk` and a sort key `sk`, both strings",
                hint=self._how_to_make,
            ) from error

    @property
    def _how_to_make(self) -> str:
        endpoint = self._table.other_endpoint
        return (
            "lamella makes no table; this does: aws dynamodb create-table"
            f"{f' --endpoint-url {endpoint}' if endpoint else ''} --region {self._place.region}"
            f" --table-name {self._name} --billing-mode PAY_PER_REQUEST"
            " --attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=S"
            " --key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE"
        )


def _journal(digest: str) -> str:
    return f"journal#{digest}"


def _claim_item(name: str, owner: str, free_at: float) -> Item:
    return {"pk": f"claim#{name}", "sk": _CLAIM, "held_by": owner, "free_at": free_at}


def _number_after(last: Item | None) -> int:
    return 1 if last is None else int(str(last["sk"])) + 1
