"""A DynamoDB table with the keys `pk` and `sk`, both strings: consistent reads, conditional writes."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.model.place import Place

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

# Another write to one of the items was under way.
_CONFLICTS = 8

Value = str | float
Item = Mapping[str, Value]


class Table:
    """A table of the caller's account.

    Every write may be sent twice without harm (the last one of a key stands, conditions name who writes), so a
    broken connection is an ordinary error here, never a doubt.

    Args:
        clients: Reach the place.
        place: The caller's account and the table's Region.
        name: The table's name.
    """

    def __init__(self, clients: Clients, place: Place, name: str) -> None:
        self._client = clients.dynamodb(place)
        self._place = place
        self._name = name

    @property
    def other_endpoint(self) -> str:
        """Where the table is reached, when that is not DynamoDB's own address in the Region; else empty."""
        endpoint = self._client.meta.endpoint_url
        return "" if endpoint.startswith(f"https://dynamodb.{self._place.region}.") else endpoint

    def get(self, pk: str, sk: str) -> Item | None:
        """Return an item; `None` when there is none.

        Raises:
            NotFoundError: There is no such table.
            AwsError: It cannot be read.
        """
        with self._told("read", "GetItem"):
            answer = self._client.get_item(
                TableName=self._name, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
            )
        found = answer.get("Item")
        return None if found is None else _values(found)

    def query(self, pk: str, prefix: str = "") -> Sequence[Item]:
        """Return the items of a partition whose `sk` begins with a prefix, by `sk`.

        Raises:
            NotFoundError: There is no such table.
            AwsError: It cannot be read.
        """
        condition, values = "pk = :pk", {":pk": pk}
        if prefix:
            condition, values = "pk = :pk AND begins_with(sk, :prefix)", {":pk": pk, ":prefix": prefix}
        with self._told("read", "Query"):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._name,
                KeyConditionExpression=condition,
                ExpressionAttributeValues=_attributes(values),
                ConsistentRead=True,
            )
            return [_values(item) for page in pages for item in page["Items"]]

    def last(self, pk: str) -> Item | None:
        """Return the item of a partition with the greatest `sk`; `None` when there is none.

        Raises:
            NotFoundError: There is no such table.
            AwsError: It cannot be read.
        """
        with self._told("read", "Query"):
            answer = self._client.query(
                TableName=self._name,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": pk}},
                ConsistentRead=True,
                ScanIndexForward=False,
                Limit=1,
            )
        return next((_values(item) for item in answer["Items"]), None)

    def put(self, item: Item) -> None:
        """Write an item; one of the same keys is replaced.

        Raises:
            NotFoundError: There is no such table.
            AwsError: It cannot be written.
        """
        with self._told("write", "PutItem"):
            self._client.put_item(TableName=self._name, Item=_attributes(item))

    def put_if(self, item: Item, condition: str, values: Item | None = None) -> bool:
        """Write an item where a condition holds for the one that is there; return whether it held.

        Args:
            item: With `pk` and `sk`.
            condition: A condition expression of DynamoDB.
            values: What its `:names` stand for.

        Raises:
            NotFoundError: There is no such table.
            AwsError: It cannot be written.
        """
        with self._told("write", "PutItem"):
            try:
                if values:
                    self._client.put_item(
                        TableName=self._name,
                        Item=_attributes(item),
                        ConditionExpression=condition,
                        ExpressionAttributeValues=_attributes(values),
                    )
                else:
                    self._client.put_item(TableName=self._name, Item=_attributes(item), ConditionExpression=condition)
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def put_together(
        self,
        items: Sequence[Item],
        held: Item | tuple[str, str] | None = None,
        condition: str = "",
        values: Item | None = None,
    ) -> bool:
        """Write at most 99 items, all or none, where a condition holds for one more; return whether it held.

        A request that is sent again is done once: boto3 gives it a token (ClientRequestToken, valid for 10 minutes).

        Args:
            items: With `pk` and `sk`; they replace those that are there.
            held: The item that the condition is about: its `pk` and `sk`, or the item that is to replace it.
            condition: A condition expression of DynamoDB.
            values: What its `:names` stand for.

        Raises:
            NotFoundError: There is no such table.
            AwsError: They cannot be written.
        """
        writes: list[TransactWriteItemTypeDef] = [
            {"Put": {"TableName": self._name, "Item": _attributes(item)}} for item in items
        ]
        if held is not None:
            writes.append(self._held(held, condition, values or {}))
        if not writes:
            return True
        with self._told("write", "TransactWriteItems"):
            for attempt in range(1, _CONFLICTS + 1):
                try:
                    self._client.transact_write_items(TransactItems=writes)
                except self._client.exceptions.TransactionCanceledException as error:
                    reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
                    if "ConditionalCheckFailed" in reasons:
                        return False
                    if "TransactionConflict" not in reasons or attempt == _CONFLICTS:
                        raise
                else:
                    break
        return True

    def delete(self, pk: str, sk: str) -> None:
        """Delete an item; nothing happens when it is not there.

        Raises:
            NotFoundError: There is no such table.
            AwsError: It cannot be deleted.
        """
        with self._told("delete from", "DeleteItem"):
            self._client.delete_item(TableName=self._name, Key={"pk": {"S": pk}, "sk": {"S": sk}})

    def _held(self, held: Item | tuple[str, str], condition: str, values: Item) -> "TransactWriteItemTypeDef":
        if isinstance(held, tuple):
            return {
                "ConditionCheck": {
                    "TableName": self._name,
                    "Key": {"pk": {"S": held[0]}, "sk": {"S": held[1]}},
                    "ConditionExpression": condition,
                    "ExpressionAttributeValues": _attributes(values),
                }
            }
        return {
            "Put": {
                "TableName": self._name,
                "Item": _attributes(held),
                "ConditionExpression": condition,
                "ExpressionAttributeValues": _attributes(values),
            }
        }

    def delete_if(self, pk: str, sk: str, condition: str, values: Item) -> bool:
        """Delete an item where a condition holds for it; return whether it held.

        Raises:
            NotFoundError: There is no such table.
            AwsError: It cannot be deleted.
        """
        with self._told("delete from", "DeleteItem"):
            try:
                self._client.delete_item(
                    TableName=self._name,
                    Key={"pk": {"S": pk}, "sk": {"S": sk}},
                    ConditionExpression=condition,
                    ExpressionAttributeValues=_attributes(values),
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _told(self, doing: str, operation: str) -> AbstractContextManager[None]:
        return translated(Call(f"{doing} table {self._name} in {self._place}", f"dynamodb:{operation}"))


def _attributes(item: Item) -> "dict[str, AttributeValueTypeDef]":
    return {key: {"S": value} if isinstance(value, str) else {"N": repr(value)} for key, value in item.items()}


def _values(attributes: "Mapping[str, AttributeValueTypeDef]") -> Item:
    return {
        key: value["S"] if "S" in value else float(value["N"])
        for key, value in attributes.items()
        if "S" in value or "N" in value
    }
