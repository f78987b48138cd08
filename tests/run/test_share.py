from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from lamella.aws.inventory import Reading
from lamella.change.controls import ControlKind
from lamella.config.project import Project, Settings
from lamella.errors import NotFoundError, UsageError
from lamella.fleet.fleet import Fleet, LayerVersion
from lamella.fleet.grants import Verdict
from lamella.model.arn import LayerArn
from lamella.model.grant import Share, Statement
from lamella.model.layer import Account, Environment, Layer
from lamella.model.place import Place
from lamella.model.target import Target
from lamella.run import grants_audit as grants_audit_module
from lamella.run import share as share_module
from lamella.run.grants_audit import grants_audit
from lamella.run.layer_controls import ControlOptions, layer_controls, owners
from lamella.run.layers_named import layers_named
from lamella.run.scope import AwsOptions, Scope
from lamella.run.share import share, sharing_of

AT = datetime(2026, 1, 1, tzinfo=UTC)
HERE, THERE = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
TARGETS = (Target.parse("python3.12/x86_64"), Target.parse("python3.12/arm64"))
DATA = Layer("data", ("a",), TARGETS, share=Share(accounts=("999988887777",), organizations=("o-abcdefghij",)))
WEB = Layer("web", ("b",), TARGETS)
ROLE = "arn:aws:iam::111122223333:role/publisher"
PROD = Environment("prod", (Account("111122223333", ROLE),), ("eu-west-1", "us-east-1"), "{env}-{layer}-{architecture}")
PROJECT = Project(
    Path("/p"),
    Path("/p/lamella.toml"),
    {"data": DATA, "web": WEB},
    {"prod": PROD},
    Settings(Path("/p/dist"), 1, Path("/c")),
    {},
)
ARN = "arn:aws:lambda:eu-west-1:111122223333:layer:prod-data-arm64"


def scope(*places: Place) -> Scope:
    nothing = cast("Any", None)
    return Scope(PROD, places or (HERE, THERE), nothing, nothing, Path("/s"))


def version(place: Place, name: str, number: int, *statements: Statement) -> LayerVersion:
    return LayerVersion(LayerArn.at(place, name).version(number), AT, statements=statements)


class FakeAws:
    """Answers `read_fleet` with versions, of the layers that are asked for, as the real one does."""

    def __init__(self, *versions: LayerVersion) -> None:
        self.versions = versions
        self.reading: Reading | None = None

    def __call__(
        self, _clients: object, places: Sequence[Place], reading: Reading, _executor: Executor, now: datetime
    ) -> Fleet:
        self.reading = reading
        found = [
            each
            for each in self.versions
            if reading.layers is None or each.arn.layer in reading.layers or each.arn.layer.name in reading.layers
        ]
        return Fleet(now, tuple(places), tuple(found))


def fake(monkeypatch: pytest.MonkeyPatch, *versions: LayerVersion) -> FakeAws:
    aws = FakeAws(*versions)
    monkeypatch.setattr(share_module, "read_fleet", aws)
    monkeypatch.setattr(grants_audit_module, "read_fleet", aws)
    return aws


def test_sharing_is_by_published_name() -> None:
    found = sharing_of(PROJECT, PROD)
    assert {name: sharing.layer for name, sharing in found.items()} == {
        "prod-data-x86_64": "data",
        "prod-data-arm64": "data",
        "prod-web-x86_64": "web",
        "prod-web-arm64": "web",
    }
    assert sharing_of(None, PROD) == {}


def test_layers_with_a_share_table_are_taken_and_the_others_named(monkeypatch: pytest.MonkeyPatch) -> None:
    aws = fake(monkeypatch, version(HERE, "prod-data-arm64", 1), version(HERE, "prod-web-arm64", 1))
    plan = share(scope(), PROJECT, (), AT, commit="abc")
    assert aws.reading == Reading(layers=("prod-data-x86_64", "prod-data-arm64"), policies=True)
    assert len(plan.steps) == 2
    assert plan.notes == ("The file says nothing about sharing web: left alone.",)
    assert plan.commit == "abc"
    assert [f"{left.subject} {left.place.region}" for left in plan.left_alone] == [
        "prod-data-x86_64 eu-west-1",
        "prod-data-x86_64 us-east-1",
        "prod-data-arm64 us-east-1",
    ]


def test_a_named_layer_without_a_share_table_loses_its_grants_with_revoke(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, version(HERE, "prod-web-arm64", 1, Statement("odd", "*")))
    layers = layers_named(["web"], PROJECT, PROD)
    assert share(scope(), PROJECT, layers, AT).steps == ()
    assert [step.id for step in share(scope(), PROJECT, layers, AT, revoke=True).steps] == [
        "revoke prod-web-arm64:1 odd 111122223333 eu-west-1"
    ]


@pytest.mark.parametrize("name", ["prod-data-arm64", ARN])
def test_a_published_name_means_the_layer_of_the_file(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    fake(monkeypatch, version(HERE, "prod-data-arm64", 1))
    plan = share(scope(HERE), PROJECT, layers_named([name], PROJECT, PROD), AT)
    assert len(plan.steps) == 2
    assert "of data with account 999988887777" in plan.steps[0].why


def test_a_layer_that_the_file_lacks_is_refused_unless_grants_are_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, version(HERE, "legacy", 1, Statement("odd", "*")))
    layers = layers_named(["legacy"], PROJECT, PROD)
    with pytest.raises(UsageError) as raised:
        share(scope(), PROJECT, layers, AT)
    assert "legacy" in raised.value.what
    assert "[layers.legacy.share]" in raised.value.hint
    (step,) = share(scope(), PROJECT, layers, AT, revoke=True).steps
    assert step.why == "in this environment the file publishes no layer by this name"


def test_no_layer_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch)
    with pytest.raises(UsageError, match="no layer is named"):
        share(scope(), None, (), AT)


@pytest.mark.parametrize(
    ("principal", "organization", "known", "verdict"),
    [
        ("999988887777", None, (), Verdict.NOT_IN_FILE),
        ("111122223333", None, (), Verdict.NOT_IN_FILE),
        ("123412341234", None, (), Verdict.UNKNOWN_ACCOUNT),
        ("123412341234", None, ("123412341234",), Verdict.NOT_IN_FILE),
        ("*", "o-abcdefghij", (), Verdict.NOT_IN_FILE),
        ("*", "o-zzzzzzzzzz", (), Verdict.UNKNOWN_ORGANIZATION),
        ("*", "o-zzzzzzzzzz", ("o-zzzzzzzzzz",), Verdict.NOT_IN_FILE),
        ("*", None, (), Verdict.PUBLIC),
    ],
)
def test_the_audit_knows_whom_the_file_names(
    monkeypatch: pytest.MonkeyPatch, principal: str, organization: str | None, known: tuple[str, ...], verdict: Verdict
) -> None:
    aws = fake(monkeypatch, version(HERE, "legacy", 1, Statement("odd", principal, organization)))
    audit = grants_audit(scope(), PROJECT, None, known, AT)
    assert aws.reading == Reading(layers=None, policies=True)
    assert [found.verdict for found in audit.statements] == [verdict]


def test_the_audit_of_named_layers_reads_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Statement("mine", "999988887777")
    fake(monkeypatch, version(HERE, "prod-data-arm64", 1, wanted), version(HERE, "legacy", 1, Statement("odd", "*")))
    audit = grants_audit(scope(), PROJECT, layers_named(["data"], PROJECT, PROD), (), AT)
    assert [found.verdict for found in audit.statements] == [Verdict.WANTED]


def test_the_audit_of_a_layer_that_is_not_there_finds_no_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, version(HERE, "legacy", 1, Statement("odd", "*")))
    for name in ("legcy", f"arn:aws:lambda:{HERE.region}:{HERE.account}:layer:legcy"):
        with pytest.raises(NotFoundError, match="there is no layer"):
            grants_audit(scope(), PROJECT, layers_named(["legacy", name], PROJECT, PROD), (), AT)


IN_CHINA = "arn:aws-cn:lambda:cn-north-1:111122223333:layer:data"


def test_policies_name_each_layer_once_for_all_regions() -> None:
    layers = layers_named(["data"], PROJECT, PROD)
    also = ("arn:aws:lambda:*:580247275435:layer:LambdaInsightsExtension",)
    made = layer_controls(layers, PROD, (HERE, THERE), ControlOptions(also=also))
    assert [control.kind for control in made.controls] == list(ControlKind)
    identity, scp, perimeter, grants = (cast("Any", control.document)["Statement"] for control in made.controls)
    patterns = [
        "arn:aws:lambda:*:111122223333:layer:prod-data-x86_64:*",
        "arn:aws:lambda:*:111122223333:layer:prod-data-arm64:*",
        "arn:aws:lambda:*:580247275435:layer:LambdaInsightsExtension:*",
    ]
    assert identity[0]["Condition"]["ForAllValues:StringLike"]["lambda:Layer"] == patterns
    assert scp[0]["Condition"]["ForAnyValue:StringNotLike"]["lambda:Layer"] == patterns
    assert perimeter[0]["NotResource"] == patterns[2:]
    assert perimeter[0]["Condition"] == {"StringNotEqualsIfExists": {"aws:ResourceOrgID": ["o-abcdefghij"]}}
    assert grants[0]["Condition"] == {"ArnNotLike": {"aws:PrincipalArn": [ROLE]}}


def test_what_cannot_be_made_is_said() -> None:
    plain = replace(PROD, accounts=(Account("111122223333"),))
    made = layer_controls(layers_named(["web"], PROJECT, plain), plain, (HERE,), ControlOptions())
    assert [kind for kind, _ in made.left_out] == [ControlKind.PERIMETER, ControlKind.GRANTS]
    with pytest.raises(UsageError, match="policy perimeter cannot be made"):
        layer_controls(
            layers_named(["web"], PROJECT, plain), plain, (HERE,), ControlOptions(kind=ControlKind.PERIMETER)
        )


def test_layers_named_by_arn_keep_their_account_and_partition() -> None:
    made = layer_controls(
        layers_named([IN_CHINA], None, PROD), PROD, (HERE,), ControlOptions(kind=ControlKind.IDENTITY)
    )
    statement = cast("Any", made.controls[0].document)["Statement"]
    assert statement[0]["Resource"] == "arn:aws-cn:lambda:*:*:function:*"
    assert statement[1]["Resource"] == "arn:aws-cn:lambda:*:111122223333:layer:data:*"


def test_where_the_file_says_where_layers_are_nobody_is_asked() -> None:
    options = AwsOptions(endpoint_url="http://127.0.0.1:9")
    assert owners(PROJECT, PROD, options, {}) == (HERE, THERE)
    chosen = replace(options, regions=("cn-north-1",))
    assert owners(PROJECT, PROD, chosen, {}) == (Place("111122223333", "cn-north-1"),)
