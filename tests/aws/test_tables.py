from typing import Any

import boto3
import pytest

from lamella.aws.tables import Table
from lamella.model.place import Place


class Clients:
    """Makes a client as `lamella.aws.clients` does, without asking who calls."""

    def __init__(self, endpoint_url: str | None) -> None:
        self.endpoint_url = endpoint_url

    def dynamodb(self, place: Place) -> Any:
        make: Any = boto3.client
        return make(
            "dynamodb",
            region_name=place.region,
            endpoint_url=self.endpoint_url,
            aws_access_key_id="a",
            aws_secret_access_key="x",  # noqa: S106 - of nobody
        )


@pytest.mark.parametrize(
    ("region", "endpoint", "other"),
    [
        ("eu-west-1", None, ""),
        ("cn-north-1", None, ""),
        ("eu-west-1", "http://127.0.0.1:4566", "http://127.0.0.1:4566"),
    ],
)
def test_an_endpoint_is_named_where_it_is_not_aws(region: str, endpoint: str | None, other: str) -> None:
    clients: Any = Clients(endpoint)
    assert Table(clients, Place("111122223333", region), "lamella").other_endpoint == other
