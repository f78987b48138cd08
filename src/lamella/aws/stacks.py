"""Reads what CloudFormation stacks say: resources, parameters, outputs and templates, as texts to look for ARNs in."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.errors import AwsError
from lamella.fleet.references import Text
from lamella.model.place import Place

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudformation.type_defs import StackTypeDef

# Such a stack was never created: it has a name and a change set that waits, and neither resources nor a template.
_IN_REVIEW = "REVIEW_IN_PROGRESS"
_GONE = "ValidationError"


def stack_texts(clients: Clients, place: Place) -> tuple[Text, ...]:
    """Return texts in which each stack of a place may name layer versions.

    For each stack that is not deleted: its parameters, outputs and the physical ids of its resources, and its template
    as it was given (a later update of the stack uses it again).

    Raises:
        AwsError: Something could not be read.
    """
    client = clients.cloudformation(place)
    found: list[Text] = []
    for stack in _stacks(client, place):
        try:
            found.extend(_texts(client, place, stack))
        except AwsError as error:
            # Stacks come and go while they are read.
            if not (error.code == _GONE and "does not exist" in error.why):
                raise
    return tuple(found)


def _stacks(client: "CloudFormationClient", place: Place) -> Iterator["StackTypeDef"]:
    with translated(Call(f"list the stacks of {place}", "cloudformation:DescribeStacks")):
        for page in client.get_paginator("describe_stacks").paginate():
            yield from page["Stacks"]


def _texts(client: "CloudFormationClient", place: Place, stack: "StackTypeDef") -> Iterator[Text]:
    name = stack["StackName"]
    if stack.get("StackStatus") == _IN_REVIEW:
        return
    said: list[str] = []
    for parameter in stack.get("Parameters", []):
        said += [parameter.get("ParameterValue", ""), parameter.get("ResolvedValue", "")]
    said += [output.get("OutputValue", "") for output in stack.get("Outputs", [])]
    with translated(Call(f"list the resources of stack {name} in {place}", "cloudformation:ListStackResources")):
        for page in client.get_paginator("list_stack_resources").paginate(StackName=stack.get("StackId", name)):
            said += [resource.get("PhysicalResourceId", "") for resource in page["StackResourceSummaries"]]
    yield Text(f"stack {name}", "\n".join(said), place)
    with translated(Call(f"read the template of stack {name} in {place}", "cloudformation:GetTemplate")):
        # botocore gives YAML as a text and JSON as an object, whatever its types say.
        template: object = client.get_template(StackName=stack.get("StackId", name), TemplateStage="Original")[
            "TemplateBody"
        ]
    yield Text(f"template of stack {name}", template if isinstance(template, str) else json.dumps(template), place)
