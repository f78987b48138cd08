"""State stores for tests."""

from collections.abc import Callable

from clouds import Cloud, new_account
from lamella.aws.access import Access
from lamella.aws.clients import Clients
from lamella.model.place import Place
from lamella.state.store import Store

TABLE = "lamella"
Opened = Callable[[], Store]


def made_table(cloud: Cloud, keys: tuple[str, str] = ("pk", "sk"), kind: str = "S") -> tuple[Clients, Place]:
    """Make a table in an account of its own, and return what reaches it."""
    place = Place(new_account(), "eu-west-1")
    cloud.client("dynamodb", place.account, place.region).create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key in keys],
        KeySchema=[
            {"AttributeName": keys[0], "KeyType": "HASH"},
            {"AttributeName": keys[1], "KeyType": "RANGE"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return Clients(Access(endpoint_url=cloud.endpoint, local_account=place.account), {}), place
