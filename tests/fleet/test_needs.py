from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lamella.fleet.fleet import Alias, Fleet, FunctionVersion, Gap, LayerVersion, Pin
from lamella.fleet.needs import needs, unseen, uses
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.grant import Statement
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
THERE = Place("444455556666", "eu-west-1")
ELSEWHERE = Place("444455556666", "us-east-1")
AT = datetime(2026, 1, 1, tzinfo=UTC)
ARN = LayerArn.at(HERE, "data").version(3)
VERSION = LayerVersion(ARN, AT, code_sha256="x", code_size_bytes=1, statements=())
FLEET = Fleet(AT, (HERE,), (VERSION,))


def function(name: str, version: str = "$LATEST", place: Place = HERE) -> FunctionVersion:
    return FunctionVersion(place, name, version, (LayerArn.at(HERE, "first").version(1), ARN))


def shared(*statements: Statement) -> Fleet:
    return replace(FLEET, layer_versions=(replace(VERSION, statements=statements),))


def reasons(fleet: Fleet, *assumed: str) -> str:
    return "; ".join(needs(fleet, assumed)[ARN])


ACCOUNT = Statement("s", "444455556666")
ORGANIZATION = Statement("s", "*", "o-abcdefghij")
PUBLIC = Statement("s", "*")


@pytest.mark.parametrize(
    ("fleet", "assumed", "expected"),
    [
        (FLEET, (), ""),
        (replace(FLEET, functions=(function("report"),)), (), "used by report:$LATEST"),
        (replace(FLEET, functions=(function("report", "7"),)), (), "used by report:7"),
        (replace(FLEET, functions=(function("report", "7", THERE),)), (), "used by report:7 of 444455556666"),
        (
            replace(FLEET, functions=tuple(function(f"f{number}") for number in range(5))),
            (),
            "used by f0:$LATEST, f1:$LATEST, f2:$LATEST and 2 more",
        ),
        (
            replace(
                FLEET,
                functions=(function("report", "7"), function("report", "8")),
                aliases=(Alias(HERE, "report", "live", "7", {"8": 0.1}),),
            ),
            (),
            "used by report:7 (alias live), report:8 (alias live, weight 0.1)",
        ),
        (
            replace(FLEET, aliases=(Alias(HERE, "report", "live", "7"),)),
            (),
            "unknown: layers of report:7 in 111122223333 eu-west-1 (alias live serves it, but it is not listed)",
        ),
        (replace(FLEET, pins=(Pin(ARN, "stack a"), Pin(ARN, "stack b"))), (), "named by stack a, stack b"),
        (shared(ACCOUNT), (), "shared with account 444455556666, where its use cannot be seen"),
        (shared(ACCOUNT), ("444455556666",), ""),
        (shared(ACCOUNT), ("999988887777", "public"), "shared with account 444455556666, where its use cannot be seen"),
        (replace(shared(ACCOUNT), places=(HERE, THERE)), (), ""),
        (
            replace(shared(ACCOUNT), places=(HERE, ELSEWHERE)),
            (),
            "shared with account 444455556666, where its use cannot be seen",
        ),
        (shared(Statement("s", "111122223333")), (), ""),
        (replace(FLEET, places=(THERE,)), (), "functions in 111122223333 eu-west-1 were not read"),
        (
            replace(FLEET, places=(Place("111122223333", "us-east-1"),)),
            ("public",),
            "functions in 111122223333 eu-west-1 were not read",
        ),
        (shared(ORGANIZATION), (), "shared with organisation o-abcdefghij, where its use cannot be seen"),
        (
            shared(ORGANIZATION),
            ("public",),
            "shared with organisation o-abcdefghij, where its use cannot be seen",
        ),
        (shared(ORGANIZATION), ("o-abcdefghij",), ""),
        (shared(PUBLIC), ("o-abcdefghij",), "shared with everyone, where its use cannot be seen"),
        (shared(PUBLIC), ("public",), ""),
        (
            shared(Statement("s", "*", other="Condition Bool")),
            ("public",),
            "its policy has a statement that lamella does not understand: s (Condition Bool)",
        ),
        (
            replace(FLEET, gaps=(Gap(HERE, "functions", "denied"),)),
            (),
            "unknown: functions in 111122223333 eu-west-1 (denied)",
        ),
        (
            replace(FLEET, gaps=(Gap(THERE, "functions", "denied"),)),
            (),
            "unknown: functions in 444455556666 eu-west-1 (denied)",
        ),
        (replace(FLEET, gaps=(Gap(ELSEWHERE, "functions", "denied"),)), (), ""),
        (
            replace(FLEET, gaps=(Gap(HERE, "policy of data:3", "denied", ARN),)),
            (),
            "unknown: policy of data:3 in 111122223333 eu-west-1 (denied)",
        ),
        (replace(FLEET, gaps=(Gap(HERE, "policy of data:2", "denied", LayerVersionArn(ARN.layer, 2)),)), (), ""),
        (replace(FLEET, layer_versions=(replace(VERSION, statements=None),)), (), "its policy was not read"),
        (replace(FLEET, layer_versions=(replace(VERSION, code_sha256=None),)), (), "its digest was not read"),
    ],
)
def test_reasons(fleet: Fleet, assumed: tuple[str, ...], expected: str) -> None:
    assert reasons(fleet, *assumed) == expected


@pytest.mark.parametrize("spelled", ["aws", "aws-cn", "aws-not-known-yet"])
def test_the_partition_that_an_arn_is_spelled_with_hides_no_user(spelled: str) -> None:
    place = Place("111122223333", "cn-north-1")
    version = replace(VERSION, arn=LayerArn.at(place, "data").version(3))
    using = LayerVersionArn.parse(f"arn:{spelled}:lambda:cn-north-1:111122223333:layer:data:3")
    fleet = replace(FLEET, places=(place,), layer_versions=(version,))
    assert needs(fleet) == {version.arn: ()}
    used = replace(fleet, functions=(FunctionVersion(place, "report", "$LATEST", (using,)),))
    assert needs(used)[version.arn] == ("used by report:$LATEST",)
    assert needs(replace(fleet, pins=(Pin(using, "stack a"),)))[version.arn] == ("named by stack a",)


def test_a_layer_of_a_name_that_begins_alike_is_another_layer() -> None:
    like = FunctionVersion(HERE, "report", "$LATEST", (LayerArn.at(HERE, "data-2").version(3),))
    assert reasons(replace(FLEET, functions=(like,))) == ""


def test_uses_names_only_what_is_used() -> None:
    assert uses(FLEET) == {}
    assert uses(replace(FLEET, functions=(function("report"),)))[ARN] == ("used by report:$LATEST",)


def test_what_an_alias_serves_and_nobody_listed_is_a_gap() -> None:
    alias = Alias(HERE, "report", "live", "7", {"8": 0.5})
    fleet = replace(FLEET, functions=(function("report", "7"),), aliases=(alias,))
    assert [gap.what for gap in unseen(fleet)] == ["layers of report:8"]
