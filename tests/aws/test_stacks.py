"""What stacks say, against answers as botocore's model of CloudFormation has them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from botocore.stub import Stubber

from lamella.aws.stacks import stack_texts
from lamella.errors import AccessDeniedError, AwsError
from lamella.model.place import Place

if TYPE_CHECKING:
    from lamella.aws.clients import Clients

HERE = Place("111122223333", "eu-west-1")
ARN = "arn:aws:lambda:eu-west-1:111122223333:layer:data:7"
AT = datetime(2026, 1, 1, tzinfo=UTC)


class One:
    """Gives the one client that is stubbed."""

    def __init__(self) -> None:
        self.client = boto3.client(
            "cloudformation",
            "eu-west-1",
            aws_access_key_id="x",
            aws_secret_access_key="x",  # noqa: S106 - none is asked
        )
        self.stub = Stubber(self.client)

    def cloudformation(self, _place: Place) -> Any:
        return self.client

    def stacks(self, *stacks: dict[str, Any], token: str | None = None, after: str | None = None) -> None:
        shown = [
            {"StackName": "a", "StackId": "id-a", "CreationTime": AT, "StackStatus": "CREATE_COMPLETE"} | stack
            for stack in stacks
        ]
        self.stub.add_response(
            "describe_stacks",
            {"Stacks": shown} | ({"NextToken": token} if token else {}),
            {"NextToken": after} if after else {},
        )

    def resources(self, *physical: str | None) -> None:
        shown = [
            {
                "LogicalResourceId": "x",
                "ResourceType": "AWS::Lambda::LayerVersion",
                "LastUpdatedTimestamp": AT,
                "ResourceStatus": "CREATE_COMPLETE",
            }
            | ({"PhysicalResourceId": each} if each else {})
            for each in physical
        ]
        self.stub.add_response("list_stack_resources", {"StackResourceSummaries": shown}, {"StackName": "id-a"})

    def template(self, body: str) -> None:
        self.stub.add_response(
            "get_template", {"TemplateBody": body}, {"StackName": "id-a", "TemplateStage": "Original"}
        )


@pytest.fixture
def one() -> Iterator[One]:
    made = One()
    with made.stub:
        yield made
        made.stub.assert_no_pending_responses()


def read(one: One) -> list[tuple[str, str]]:
    return [(str(text), text.content) for text in stack_texts(cast("Clients", one), HERE)]


def test_parameters_outputs_resources_and_templates_are_read(one: One) -> None:
    one.stacks(
        {
            "Parameters": [{"ParameterKey": "Layer", "ParameterValue": "/layer", "ResolvedValue": ARN}],
            "Outputs": [{"OutputKey": "Layer", "OutputValue": "out"}],
        }
    )
    one.resources(ARN, None)
    one.template('{"Resources": {}}')
    assert read(one) == [
        ("stack a (111122223333 eu-west-1)", f"/layer\n{ARN}\nout\n{ARN}\n"),
        ("template of stack a (111122223333 eu-west-1)", '{"Resources": {}}'),
    ]


def test_every_page_of_stacks_is_read_and_stacks_in_review_have_nothing(one: One) -> None:
    one.stacks({"StackStatus": "REVIEW_IN_PROGRESS"}, token="next")  # noqa: S106 - a page's
    one.stacks({}, after="next")
    one.resources()
    one.template("Resources: {}")
    assert [source for source, _ in read(one)] == [
        "stack a (111122223333 eu-west-1)",
        "template of stack a (111122223333 eu-west-1)",
    ]


def test_a_stack_that_went_meanwhile_says_nothing(one: One) -> None:
    one.stacks({})
    one.stub.add_client_error("list_stack_resources", "ValidationError", "Stack with id id-a does not exist", 400)
    assert read(one) == []


@pytest.mark.parametrize(
    ("operation", "code", "message", "error"),
    [
        ("describe_stacks", "AccessDenied", "no", AccessDeniedError),
        ("list_stack_resources", "Throttling", "Rate exceeded", AwsError),
        ("list_stack_resources", "ValidationError", "something else", AwsError),
    ],
)
def test_what_cannot_be_read_is_an_error(
    one: One, operation: str, code: str, message: str, error: type[AwsError]
) -> None:
    if operation != "describe_stacks":
        one.stacks({})
    one.stub.add_client_error(operation, code, message, 400)
    with pytest.raises(error):
        read(one)
