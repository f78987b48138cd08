from collections.abc import Mapping
from typing import Any

import pytest
from botocore.stub import Stubber

from lamella.aws.access import Access, Caller
from lamella.aws.clients import Clients
from lamella.aws.versions import _statement, layer_version, layer_versions, statements
from lamella.errors import AwsError
from lamella.model.arn import LayerArn
from lamella.model.grant import Statement
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
DATA = LayerArn.at(HERE, "data")

GET = "lambda:GetLayerVersion"


@pytest.mark.parametrize(
    ("written", "statement"),
    [
        (
            {"Sid": "a", "Effect": "Allow", "Principal": "*", "Action": GET, "Resource": "arn:x"},
            Statement("a", "*"),
        ),
        (
            {"Sid": "a", "Principal": {"AWS": "arn:aws-cn:iam::111122223333:root"}, "Action": GET},
            Statement("a", "111122223333"),
        ),
        ({"Sid": "a", "Principal": {"AWS": "111122223333"}, "Action": GET}, Statement("a", "111122223333")),
        (
            {
                "Sid": "a",
                "Principal": "*",
                "Action": GET,
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
            },
            Statement("a", "*", "o-abcdefghij"),
        ),
        (
            {
                "Sid": "a",
                "Principal": "*",
                "Action": "lambda:*",
                "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            },
            Statement("a", "*", None, "action lambda:*, condition Bool aws:SecureTransport true"),
        ),
        (
            {"Sid": "a", "Effect": "Deny", "Principal": {"Service": "x.amazonaws.com"}, "Action": GET},
            Statement("a", '{"Service": "x.amazonaws.com"}', None, "effect Deny"),
        ),
    ],
)
def test_statements_say_what_they_give(written: Mapping[str, Any], statement: Statement) -> None:
    assert _statement(written) == statement


@pytest.fixture(name="clients")
def _clients(monkeypatch: pytest.MonkeyPatch) -> Clients:
    clients = Clients(Access(endpoint_url="http://127.0.0.1:9", local_account=HERE.account), {})
    monkeypatch.setattr(clients, "caller", lambda: Caller(HERE.account, ""))
    return clients


@pytest.mark.parametrize("code", ["404", "NotFound", "UnknownOperationException"])
def test_only_aws_s_word_says_that_nothing_is_there(clients: Clients, code: str) -> None:
    with Stubber(clients.lambda_(HERE)) as stubber:
        stubber.add_client_error("get_layer_version_policy", "ResourceNotFoundException", http_status_code=404)
        assert statements(clients, DATA.version(1)) == ()
        stubber.add_client_error("get_layer_version_policy", code, http_status_code=404)
        with pytest.raises(AwsError, match="could not read the policy"):
            statements(clients, DATA.version(1))
        for operation in ("get_layer_version", "list_layer_versions"):
            stubber.add_client_error(operation, "ResourceNotFoundException", http_status_code=404)
            stubber.add_client_error(operation, code, http_status_code=404)
        assert layer_version(clients, DATA.version(1)) is None
        with pytest.raises(AwsError, match="could not read arn"):
            layer_version(clients, DATA.version(1))
        assert layer_versions(clients, DATA) == ()
        with pytest.raises(AwsError, match="could not list the versions"):
            layer_versions(clients, DATA)


@pytest.mark.parametrize(
    ("listed", "fits"),
    [
        ("arn:aws:lambda:eu-west-1:111122223333:layer:data:1", True),
        ("arn:aws-else:lambda:eu-west-1:111122223333:layer:data:1", True),
        ("arn:aws:lambda:eu-west-1:999988887777:layer:data:1", False),
        ("arn:aws:lambda:us-east-1:111122223333:layer:data:1", False),
        ("not an ARN", False),
    ],
)
def test_versions_of_another_account_or_region_are_not_taken_for_those_asked_for(
    clients: Clients, listed: str, *, fits: bool
) -> None:
    version = {"Version": 1, "LayerVersionArn": listed, "CreatedDate": "2026-11-25T02:08:26.000+0000"}
    with Stubber(clients.lambda_(HERE)) as stubber:
        stubber.add_response("list_layer_versions", {"LayerVersions": [version]})
        if fits:
            assert [it.arn for it in layer_versions(clients, DATA)] == [DATA.version(1)]
            return
        with pytest.raises(AwsError, match="not those that were asked for") as raised:
            layer_versions(clients, DATA)
        assert listed in raised.value.why
