"""IAM policies that decide which layers functions may use; a layer version's own policy cannot say it.

Sources: the service authorization reference of Lambda (`lambda:Layer` is an ArrayOfString of CreateFunction and
UpdateFunctionConfiguration), and the IAM user guide on multivalued keys and absent keys.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lamella.errors import UsageError
from lamella.model.arn import LayerArn

Document = dict[str, object]

_PATTERN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9*-]+:([0-9]{12}|\*):layer:[a-zA-Z0-9_*-]+(:[0-9*]+)?")
_ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}|\*):role/[\w+=,.@/*-]+", re.ASCII)
_USES = ("lambda:CreateFunction", "lambda:UpdateFunctionConfiguration")

NO_RESOURCE_POLICY = """\
The policy of a layer version itself cannot say more than "this account", "this organisation" or "everyone". The only
way to write it is AddLayerVersionPermission, which takes one action (lambda:GetLayerVersion), an account or `*`, and an
organisation id: no role, no user, no condition. A policy that names a role, or `lambda:FunctionTag/...`, cannot be put,
and no such condition key exists. The role that a function runs as does not read layers: Lambda asks for
lambda:GetLayerVersion from whoever creates or updates the function. So the control belongs there: on the side that
uses the layer."""

CODE_SIGNING = """\
Code signing goes further: with a code signing configuration that enforces, a function takes only code and layers that
an allowed signing profile signed. It is checked when the function is created or its layers change, not when it runs."""


class ControlKind(StrEnum):
    """What a policy controls."""

    IDENTITY = "identity"
    SCP = "scp"
    PERIMETER = "perimeter"
    GRANTS = "grants"


@dataclass(frozen=True, slots=True)
class Control:
    """A policy to put somewhere.

    Attributes:
        attach_to: Where it belongs.
        why: What it does and where it ends, in sentences.
        document: The policy.
    """

    kind: ControlKind
    title: str
    attach_to: str
    why: str
    document: Document


@dataclass(frozen=True, slots=True)
class Controls:
    """Policies for a set of layers.

    Attributes:
        left_out: Kinds that were not asked away but need something more, and what.
    """

    controls: tuple[Control, ...]
    left_out: tuple[tuple[ControlKind, str], ...] = ()


def layer_pattern(layer: LayerArn) -> str:
    """Return the pattern of every version of a layer, in every Region."""
    return f"arn:{layer.partition}:lambda:*:{layer.account}:layer:{layer.name}:*"


def hold_pattern(text: str) -> str:
    """Return a pattern of layer version ARNs, with `:*` at its end where it has no version.

    Raises:
        UsageError: It is none.
    """
    found = _PATTERN.fullmatch(text)
    if found is None:
        raise UsageError(
            f"`{text}` is not a pattern of layer ARNs", hint="such as arn:aws:lambda:*:111122223333:layer:data:*"
        )
    return text if found[2] else f"{text}:*"


def hold_organization(text: str) -> str:
    """Return an organisation's id.

    Raises:
        UsageError: It is none.
    """
    if not _ORGANIZATION.fullmatch(text):
        raise UsageError(f"`{text}` is not the id of an organisation", hint="such as o-abcdefghij")
    return text


def hold_publisher(text: str) -> str:
    """Return the ARN of a role, whose account and name may be patterns.

    Raises:
        UsageError: It is none.
    """
    if not _ROLE.fullmatch(text):
        raise UsageError(f"`{text}` is not the ARN of a role", hint="such as arn:aws:iam::*:role/publisher")
    return text


def identity_control(layers: Sequence[str]) -> Control:
    """Return the policy that lets a deploying role use these layers (ARN patterns) and no other."""
    return Control(
        ControlKind.IDENTITY,
        "Identity policy: deploy functions with these layers only",
        "the role that deploys functions, in each account that uses the layers",
        "ForAllValues is true when the request lists no layer at all, so functions without layers and updates that "
        "leave the layers alone stay possible. String operators, since lambda:Layer is an array of strings. It only "
        "allows: another policy of the same role that allows these actions without a condition undoes it. "
        "CreateFunction needs iam:PassRole for the function's role as well. lambda:GetLayerVersion must be "
        "allowed here and, from another account, by the layer version's own policy (`lamella share`).",
        _policy(
            _statement("UseTheseLayers", "Allow", _USES, _functions(layers))
            | {"Condition": {"ForAllValues:StringLike": {"lambda:Layer": list(layers)}}},
            _statement("ReadTheseLayers", "Allow", ["lambda:GetLayerVersion"], layers),
        ),
    )


def scp_control(layers: Sequence[str]) -> Control:
    """Return the service control policy that denies every other layer than these (ARN patterns)."""
    return Control(
        ControlKind.SCP,
        "Service control policy: no other layers",
        "the accounts or organisational units that use the layers",
        "ForAnyValue is true when one listed layer fits none of the patterns, and false when the request lists no "
        "layer, so functions without layers stay possible. ForAllValues would let one good layer carry a bad one, and "
        "would deny every update that lists none. It denies and allows nothing; layers of AWS that functions need "
        "(Lambda Insights, AppConfig, Parameters and Secrets, ADOT) must be among the patterns: --also.",
        _policy(
            _statement("OnlyTheseLayers", "Deny", _USES, ["*"])
            | {"Condition": {"ForAnyValue:StringNotLike": {"lambda:Layer": list(layers)}}}
        ),
    )


def perimeter_control(organizations: Sequence[str], outside: Sequence[str]) -> Control:
    """Return the service control policy that denies layers of accounts outside the organisations.

    Args:
        organizations: `o-...` each; at least one.
        outside: ARN patterns of layers that are outside and may be used all the same.
    """
    where = {"NotResource": list(outside)} if outside else {"Resource": "*"}
    return Control(
        ControlKind.PERIMETER,
        "Service control policy: no layers from outside the organisation",
        "the accounts or organisational units that use layers",
        "IfExists makes the denial hold for accounts that are in no organisation, where aws:ResourceOrgID is absent. "
        "AWS's own layers lie in accounts of AWS, so they are outside too: name them with --also.",
        _policy(
            {"Sid": "OnlyLayersOfTheOrganization", "Effect": "Deny", "Action": "lambda:GetLayerVersion"}
            | where
            | {"Condition": {"StringNotEqualsIfExists": {"aws:ResourceOrgID": list(organizations)}}}
        ),
    )


def grants_control(publishers: Sequence[str]) -> Control:
    """Return the service control policy that leaves grants to the publishing roles (ARN patterns; at least one)."""
    return Control(
        ControlKind.GRANTS,
        "Service control policy: only the publisher shares layers",
        "the accounts that own layers",
        "AddLayerVersionPermission has no condition key for the principal that it is given, so a policy cannot forbid "
        "`*` and allow accounts. It can only say who may give at all. aws:PrincipalArn is the ARN of the role, not of "
        "its session.",
        _policy(
            _statement("OnlyThePublisherShares", "Deny", ["lambda:AddLayerVersionPermission"], ["*"])
            | {"Condition": {"ArnNotLike": {"aws:PrincipalArn": list(publishers)}}}
        ),
    )


def _statement(sid: str, effect: str, actions: Sequence[str], resources: Sequence[str]) -> Document:
    return {"Sid": sid, "Effect": effect, "Action": _one_or_list(actions), "Resource": _one_or_list(resources)}


def _policy(*statements: Document) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _one_or_list(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _functions(layers: Sequence[str]) -> Sequence[str]:
    partitions = dict.fromkeys(layer.split(":")[1] for layer in layers)
    return [f"arn:{partition}:lambda:*:*:function:*" for partition in partitions]
