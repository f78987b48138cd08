from collections.abc import Mapping
from typing import Any

import pytest

from lamella.aws.versions import _statement
from lamella.model.grant import Statement

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
