import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iam_evaluation import Call, Decision, decide
from iam_rules import faults
from lamella.change.controls import (
    NO_RESOURCE_POLICY,
    Control,
    grants_control,
    hold_organization,
    hold_pattern,
    hold_publisher,
    identity_control,
    layer_pattern,
    perimeter_control,
    scp_control,
)
from lamella.errors import UsageError
from lamella.model.arn import LayerArn

DATA = "arn:aws:lambda:*:111122223333:layer:data:*"
CHINA = "arn:aws-cn:lambda:*:111122223333:layer:data:*"
INSIGHTS = "arn:aws:lambda:*:580247275435:layer:LambdaInsightsExtension:*"
FUNCTION = "arn:aws:lambda:eu-west-1:999988887777:function:report"
OURS = "arn:aws:lambda:eu-west-1:111122223333:layer:data:7"
NAMESAKE = "arn:aws:lambda:eu-west-1:111122223333:layer:data-tools:7"
STRANGER = "arn:aws:lambda:eu-west-1:123412341234:layer:data:7"
CREATE = "lambda:CreateFunction"
UPDATE = "lambda:UpdateFunctionConfiguration"
READ = "lambda:GetLayerVersion"
ALLOW, DENY, NOTHING = Decision.ALLOW, Decision.DENY, Decision.NOTHING

CONTROLS = [
    identity_control([DATA]),
    identity_control([DATA, CHINA, INSIGHTS]),
    scp_control([DATA, INSIGHTS]),
    perimeter_control(["o-abcdefghij"], []),
    perimeter_control(["o-abcdefghij", "o-klmnopqrst"], [INSIGHTS]),
    grants_control(["arn:aws:iam::*:role/publisher"]),
]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.kind.value)
def test_iam_knows_everything_in_a_generated_policy(control: Control) -> None:
    assert faults(control.document) == []


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.kind.value)
def test_a_policy_is_json_within_the_size_of_a_service_control_policy(control: Control) -> None:
    assert len(json.dumps(control.document, separators=(",", ":"))) < 5_120


def listing(*layers: str, action: str = CREATE) -> Call:
    return Call(action, FUNCTION, {"lambda:Layer": layers} if layers else {})


@pytest.mark.parametrize("action", [CREATE, UPDATE])
@pytest.mark.parametrize(
    ("layers", "identity", "scp"),
    [
        ((), ALLOW, NOTHING),
        ((OURS,), ALLOW, NOTHING),
        ((OURS, OURS.replace("7", "8")), ALLOW, NOTHING),
        ((STRANGER,), NOTHING, DENY),
        ((NAMESAKE,), NOTHING, DENY),
        ((OURS, STRANGER), NOTHING, DENY),
        ((STRANGER, OURS), NOTHING, DENY),
    ],
)
def test_key_absent_one_value_and_several(
    action: str, layers: tuple[str, ...], identity: Decision, scp: Decision
) -> None:
    assert decide(identity_control([DATA]).document, listing(*layers, action=action)) is identity
    assert decide(scp_control([DATA]).document, listing(*layers, action=action)) is scp


def with_operator(control: Control, operator: str) -> dict[str, Any]:
    """Return the policy with another operator on lambda:Layer."""
    document: dict[str, Any] = json.loads(json.dumps(control.document))
    condition = document["Statement"][0]["Condition"]
    (value,) = condition.values()
    document["Statement"][0]["Condition"] = {operator: value}
    return document


@pytest.mark.parametrize(
    ("control", "operator", "layers", "decision"),
    [
        # Each operator that looks right and is not: what it lets through, or locks out.
        (identity_control, "ForAnyValue:StringLike", (OURS, STRANGER), ALLOW),
        (identity_control, "ForAnyValue:StringLike", (), NOTHING),
        (scp_control, "ForAllValues:StringNotLike", (OURS, STRANGER), NOTHING),
        (scp_control, "ForAllValues:StringNotLike", (), DENY),
    ],
)
def test_the_other_operators_are_wrong(
    control: Callable[[list[str]], Control], operator: str, layers: tuple[str, ...], decision: Decision
) -> None:
    assert decide(with_operator(control([DATA]), operator), listing(*layers)) is decision


@pytest.mark.parametrize("operator", ["StringLike", "ForAllValues:ArnLike", "ArnLike"])
def test_the_rules_see_operators_that_do_not_fit(operator: str) -> None:
    assert faults(with_operator(identity_control([DATA]), operator)) != []


def test_the_rules_see_a_deny_that_holds_without_the_key() -> None:
    assert faults(with_operator(scp_control([DATA]), "ForAllValues:StringNotLike")) != []


@pytest.mark.parametrize(
    ("layer", "context", "decision"),
    [
        (OURS, {"aws:ResourceOrgID": ["o-abcdefghij"]}, NOTHING),
        (STRANGER, {"aws:ResourceOrgID": ["o-zzzzzzzzzz"]}, DENY),
        (STRANGER, {}, DENY),
        (INSIGHTS.replace("*", "1"), {}, NOTHING),
    ],
)
def test_the_perimeter(layer: str, context: dict[str, list[str]], decision: Decision) -> None:
    assert decide(perimeter_control(["o-abcdefghij"], [INSIGHTS]).document, Call(READ, layer, context)) is decision


@pytest.mark.parametrize(
    ("principal", "decision"),
    [
        ("arn:aws:iam::111122223333:role/publisher", NOTHING),
        ("arn:aws:iam::111122223333:role/publisher-2", DENY),
        ("arn:aws:iam::111122223333:user/publisher", DENY),
    ],
)
def test_only_the_publisher_shares(principal: str, decision: Decision) -> None:
    control = grants_control(["arn:aws:iam::*:role/publisher"])
    call = Call("lambda:AddLayerVersionPermission", OURS, {"aws:PrincipalArn": [principal]})
    assert decide(control.document, call) is decision


def test_reading_is_allowed_for_these_layers_alone() -> None:
    document = identity_control([DATA]).document
    assert [decide(document, Call(READ, layer)) for layer in (OURS, NAMESAKE, STRANGER)] == [ALLOW, NOTHING, NOTHING]


ARTICLE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "AllowLayerUsage",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/lambda-execution-role"},
            "Action": "lambda:GetLayerVersion",
            "Resource": "arn:aws:lambda:*:111122223333:layer:secure-layer:*",
            "Condition": {"StringEquals": {"lambda:FunctionTag/Environment": ["production", "staging"]}},
        }
    ],
}


def test_the_usual_resource_policy_rests_on_a_key_that_does_not_exist() -> None:
    assert faults(ARTICLE) == [
        "AllowLayerUsage: Principal does not belong in a policy of an identity",
        "AllowLayerUsage: lambda:GetLayerVersion has no condition key lambda:FunctionTag/Environment",
    ]
    assert "no such condition key exists" in " ".join(NO_RESOURCE_POLICY.split())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Action": "lambda:ShareLayer"}, "lambda:ShareLayer does not exist"),
        ({"Resource": "arn:aws:s3:::bucket"}, "arn:aws:s3:::bucket is no resource of lambda:GetLayerVersion"),
        ({"Resource": FUNCTION}, f"{FUNCTION} is no resource of lambda:GetLayerVersion"),
        ({"Action": "lambda:ListLayers"}, "lambda:ListLayers takes no resource but `*`"),
        ({"Sid": "a-b"}, "Sid takes letters and digits only"),
    ],
)
def test_the_rules_see_faults(change: dict[str, str], fault: str) -> None:
    sound = {"Sid": "A", "Effect": "Allow", "Action": READ, "Resource": DATA}
    assert faults({"Version": "2012-10-17", "Statement": sound}) == []
    assert any(fault in line for line in faults({"Version": "2012-10-17", "Statement": sound | change}))


def test_layer_pattern() -> None:
    assert layer_pattern(LayerArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data")) == DATA


@pytest.mark.parametrize(
    ("hold", "text", "expected"),
    [
        (hold_pattern, DATA, DATA),
        (hold_pattern, "arn:aws:lambda:*:*:layer:data", "arn:aws:lambda:*:*:layer:data:*"),
        (hold_pattern, "arn:aws:lambda:eu-west-1:111122223333:layer:data:7", OURS),
        (hold_organization, "o-abcdefghij", "o-abcdefghij"),
        (hold_publisher, "arn:aws:iam::*:role/team/publisher-*", "arn:aws:iam::*:role/team/publisher-*"),
    ],
)
def test_what_users_name(hold: Callable[[str], str], text: str, expected: str) -> None:
    assert hold(text) == expected


@pytest.mark.parametrize(
    ("hold", "text"),
    [
        (hold_pattern, "data"),
        (hold_pattern, "arn:aws:lambda:*:1111:layer:data:*"),
        (hold_pattern, "arn:aws:s3:::bucket"),
        (hold_organization, "o-short"),
        (hold_organization, "111122223333"),
        (hold_publisher, "publisher"),
        (hold_publisher, "arn:aws:iam::111122223333:user/me"),
    ],
)
def test_what_is_not_taken(hold: Callable[[str], str], text: str) -> None:
    with pytest.raises(UsageError) as raised:
        hold(text)
    assert text in str(raised.value)
    assert "such as" in raised.value.hint


PAGES = sorted((Path(__file__).parents[2] / "docs" / "commands").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_iam_knows_everything_in_the_policies_of_the_pages(page: Path) -> None:
    blocks = page.read_text("utf-8").split("```json\n")[1:]
    for block in blocks:
        document = json.loads(block.partition("```")[0])
        if "Statement" in document:
            assert faults(document) == []
