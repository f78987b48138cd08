"""Tells which IAM action on which resource a signed request to AWS asks for, from botocore's service models.

Actions are named as operations, with the exceptions of the service authorization reference written out here.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote

from botocore.loaders import Loader

# The action that an operation asks for, where it is not called the same; None: it needs no permission.
ACTIONS: Mapping[str, str | None] = {
    "lambda:GetLayerVersionByArn": "lambda:GetLayerVersion",
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:HeadObject": "s3:GetObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:UploadPart": "s3:PutObject",
    "s3:CompleteMultipartUpload": "s3:PutObject",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "sts:GetCallerIdentity": None,
}
# Actions whose resource is always `*`.
WITHOUT_RESOURCE = {
    "lambda:ListLayers",
    "lambda:ListLayerVersions",
    "lambda:ListFunctions",
    "lambda:ListCodeSigningConfigs",
    "cloudformation:ListStacks",
}
# Services that sign with another name than their actions have.
_SERVICES = {"monitoring": "cloudwatch"}
_CREDENTIAL = re.compile(r"Credential=([^/]+)/[0-9]{8}/([^/]+)/([^/]+)/aws4_request")


@dataclass(frozen=True)
class Asked:
    """What a request asks for.

    Attributes:
        action: `lambda:GetLayerVersion`.
    """

    account: str
    region: str
    action: str
    resource: str


def asked(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Asked | None:
    """Return what a request asks for; `None` when it needs no permission (unsigned, or GetCallerIdentity).

    Args:
        target: Path and query as sent.
        headers: Names in lower case.
    """
    signed = _CREDENTIAL.search(headers.get("authorization", ""))
    if signed is None:
        return None
    account, region, signed_for = signed.groups()
    service = _SERVICES.get(signed_for, signed_for)
    path, _, query = target.partition("?")
    operation, values = _operation(service, method, unquote(path), query, headers, body)
    action = ACTIONS.get(f"{service}:{operation}", f"{service}:{operation}")
    if action is None:
        return None
    resource = "*" if action in WITHOUT_RESOURCE else _resource(service, f"{region}:{account}", values)
    return Asked(account, region, action, resource)


def _operation(
    service: str, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
) -> tuple[str, Mapping[str, str]]:
    if "x-amz-target" in headers:
        fields = json.loads(body or b"{}")
        values = {name: value for name, value in fields.items() if isinstance(value, str)}
        return headers["x-amz-target"].rpartition(".")[2], values
    if service in {"sts", "cloudformation", "iam", "sns"}:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return form["Action"], form
    given = parse_qs(query, keep_blank_values=True)
    for route in _routes(service):
        found = route.path.fullmatch(path.rstrip("/") or "/")
        if route.method == method and found and route.fits(given, headers):
            return route.name, found.groupdict() | {key: values[0] for key, values in given.items()}
    raise AssertionError(f"no operation of {service}: {method} {path}?{query}")


@dataclass(frozen=True)
class _Route:
    """Where an operation is called.

    Attributes:
        query: What the query must say; `None` for any value.
        headers: Names in lower case that must be there; they tell CopyObject from PutObject.
    """

    name: str
    method: str
    path: re.Pattern[str]
    query: Mapping[str, str | None]
    headers: frozenset[str]

    def fits(self, given: Mapping[str, list[str]], headers: Mapping[str, str]) -> bool:
        return self.headers <= headers.keys() and all(
            key in given and value in {None, given[key][0]} for key, value in self.query.items()
        )


@cache
def _routes(service: str) -> tuple[_Route, ...]:
    """Return the operations of a REST service, the most particular first."""
    model = Loader().load_service_model(service, "service-2")
    found = [_route(name, operation, model["shapes"]) for name, operation in model["operations"].items()]
    return tuple(sorted(found, key=lambda route: (-len(route.query), -len(route.headers), -len(route.path.pattern))))


def _route(name: str, operation: Mapping[str, Any], shapes: Mapping[str, Any]) -> _Route:
    path, _, query = operation["http"]["requestUri"].partition("?")
    said: dict[str, str | None] = {
        key: value for key, _, value in (part.partition("=") for part in query.split("&") if part)
    }
    shape = shapes.get(operation.get("input", {}).get("shape"), {})
    # Members that must be there tell apart operations of the same path (PutObject, UploadPart, CopyObject).
    members = [shape["members"][key] for key in shape.get("required", ())]
    must = {member["locationName"]: None for member in members if member.get("location") == "querystring"}
    named = frozenset(member["locationName"].lower() for member in members if member.get("location") == "header")
    pattern = re.escape(path.rstrip("/") or "/")
    pattern = re.sub(r"\\{(\w+)\\\+\\}", r"(?P<\1>.+)", pattern)
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", pattern)
    return _Route(name, operation["http"]["method"], re.compile(pattern), must | said, named)


def _resource(service: str, where: str, values: Mapping[str, str]) -> str:  # noqa: PLR0911 - one for each service
    match service:
        case "lambda":
            return _lambda_resource(where, values)
        case "s3":
            bucket, key = values.get("Bucket"), values.get("Key")
            return "*" if bucket is None else f"arn:aws:s3:::{bucket}" + (f"/{key}" if key else "")
        case "ssm":
            name = values.get("Name") or values.get("Path", "*")
            return f"arn:aws:ssm:{where}:parameter/{name.lstrip('/')}"
        case "dynamodb":
            return f"arn:aws:dynamodb:{where}:table/{values['TableName']}"
        case "cloudformation":
            name = values.get("StackName", "*")
            return name if name.startswith("arn:") else f"arn:aws:cloudformation:{where}:stack/{name}/id"
        case "logs":
            return f"arn:aws:logs:{where}:log-group:{values.get('logGroupName', '*')}"
        case "sns":
            return values.get("TopicArn", "*")
        case _:
            return "*"


def _lambda_resource(where: str, values: Mapping[str, str]) -> str:
    if "Arn" in values or "Resource" in values:
        return values.get("Arn") or values["Resource"]
    if "LayerName" in values:
        # A layer of another account is named by its ARN.
        name = values["LayerName"]
        layer = name if name.startswith("arn:") else f"arn:aws:lambda:{where}:layer:{name}"
        version = values.get("VersionNumber")
        return f"{layer}:{version}" if version else layer
    function = values.get("FunctionName", "*")
    if function[:4] in {"*", "arn:"}:
        return function
    qualifier = values.get("Qualifier")
    return f"arn:aws:lambda:{where}:function:{function}" + (f":{qualifier}" if qualifier else "")
