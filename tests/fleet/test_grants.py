from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from lamella.fleet.fleet import Fleet, Gap, LayerVersion
from lamella.fleet.grants import Known, Sharing, Verdict, audit, by_layer, shared_versions, wanted_on
from lamella.model.arn import LayerArn
from lamella.model.grant import Grant, Share, Shared, Statement
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
AT = datetime(2026, 1, 1, tzinfo=UTC)
X86 = ("x86_64",)
ARM = ("arm64",)


def version(
    number: int,
    *statements: Statement,
    architectures: tuple[str, ...] = X86,
    runtimes: tuple[str, ...] = ("python3.12",),
    name: str = "data",
    place: Place = HERE,
) -> LayerVersion:
    arn = LayerArn.at(place, name).version(number)
    return LayerVersion(arn, AT, runtimes=runtimes, architectures=architectures, statements=statements)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Shared.ALL, {1, 2, 3, 4, 10}),
        (Shared.LATEST, {4, 10}),
        (1, {4, 10}),
        (2, {2, 3, 4, 10}),
        (9, {1, 2, 3, 4, 10}),
    ],
)
def test_shared_versions_count_for_each_target(wanted: Shared | int, numbers: set[int]) -> None:
    versions = [version(1), version(2), version(3, architectures=ARM), version(4, architectures=ARM), version(10)]
    assert {arn.number for arn in shared_versions(versions, wanted)} == numbers


def test_the_order_of_runtimes_makes_no_other_target() -> None:
    versions = [version(1, runtimes=("python3.12", "python3.13")), version(2, runtimes=("python3.13", "python3.12"))]
    assert {arn.number for arn in shared_versions(versions, Shared.LATEST)} == {2}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, {1: (), 2: ()}),
        (Share(accounts=("999988887777",)), {1: (Grant("999988887777"),), 2: (Grant("999988887777"),)}),
        (Share(public=True, versions=Shared.LATEST), {1: (), 2: (Grant("*"),)}),
    ],
)
def test_wanted_on(share: Share | None, expected: dict[int, tuple[Grant, ...]]) -> None:
    found = wanted_on([version(1), version(2)], share)
    assert {arn.number: grants for arn, grants in found.items()} == expected


PARTNER = "999988887777"
ORGANIZATION = "o-abcdefghij"
SHARE = Share(accounts=(PARTNER,), organizations=(ORGANIZATION,), versions=Shared.LATEST)
KNOWN = Known(frozenset({"111122223333", "444455556666"}), frozenset({ORGANIZATION}))


@pytest.mark.parametrize(
    ("number", "statement", "verdict", "says"),
    [
        (2, Statement("a", PARTNER), Verdict.WANTED, "the file shares data so"),
        (2, Statement("a", "*", ORGANIZATION), Verdict.WANTED, "the file shares data so"),
        (1, Statement("a", "*", ORGANIZATION), Verdict.NOT_IN_FILE, "only the newest version of each target of data"),
        (2, Statement("a", "*"), Verdict.PUBLIC, "every AWS account"),
        (2, Statement("a", "123412341234"), Verdict.UNKNOWN_ACCOUNT, "nowhere in the file"),
        (2, Statement("a", "*", "o-zzzzzzzzzz"), Verdict.UNKNOWN_ORGANIZATION, "nowhere in the file"),
        (2, Statement("a", "444455556666"), Verdict.NOT_IN_FILE, "does not share data with account 444455556666"),
        (2, Statement("a", PARTNER, None, "Effect Deny"), Verdict.UNREADABLE, "Effect Deny"),
    ],
)
def test_verdicts(number: int, statement: Statement, verdict: Verdict, says: str) -> None:
    versions = (version(1, *([statement] if number == 1 else [])), version(2, *([statement] if number == 2 else [])))
    found = audit(Fleet(AT, (HERE,), versions), {"data": Sharing("data", SHARE)}, KNOWN)
    assert [audited.verdict for audited in found.statements] == [verdict]
    assert says in found.statements[0].why
    assert found.versions == 2
    assert found.exit_code == (0 if verdict is Verdict.WANTED else 3)


@pytest.mark.parametrize(
    ("sharing", "says"),
    [
        ({}, "in this environment the file publishes no layer by this name"),
        ({"data": Sharing("data", None)}, "says nothing about sharing data"),
        ({"data": Sharing("data", Share())}, "does not share data"),
        ({"data": Sharing("data", Share(accounts=("444455556666",), versions=3))}, "3 newest versions"),
    ],
)
def test_why_a_statement_is_not_in_the_file(sharing: dict[str, Sharing], says: str) -> None:
    statement = Statement("a", "444455556666")
    versions = (version(1, statement), version(2), version(3), version(4))
    found = audit(Fleet(AT, (HERE,), versions), sharing, KNOWN)
    assert found.findings[0].verdict is Verdict.NOT_IN_FILE
    assert says in found.findings[0].why


def test_public_is_wanted_only_when_the_file_says_so() -> None:
    fleet = Fleet(AT, (HERE,), (version(1, Statement("a", "*")),))
    assert audit(fleet, {"data": Sharing("data", Share(public=True))}, KNOWN).findings == ()


@pytest.mark.parametrize(
    ("statements", "gaps", "code"),
    [
        ((), (), 0),
        ((), (Gap(HERE, "policy of data:1", "AccessDenied"),), 5),
        ((Statement("a", "*"),), (Gap(HERE, "policy of data:1", "AccessDenied"),), 3),
    ],
)
def test_findings_win_over_gaps(statements: Sequence[Statement], gaps: tuple[Gap, ...], code: int) -> None:
    fleet = Fleet(AT, (HERE,), (version(2, *statements),), gaps=gaps)
    assert audit(fleet, {}, KNOWN).exit_code == code


def test_an_unread_policy_is_not_counted() -> None:
    unread = LayerVersion(LayerArn.at(HERE, "data").version(1), AT)
    assert audit(Fleet(AT, (HERE,), (unread, version(2))), {}, KNOWN).versions == 1


def test_layers_are_grouped_by_place_and_versions_sorted_by_number() -> None:
    there = Place("111122223333", "us-east-1")
    groups = by_layer([version(10), version(9), version(1, place=there), version(1, name="tools")])
    assert [[(v.arn.place.region, v.arn.layer.name, v.arn.number) for v in group] for group in groups] == [
        [("eu-west-1", "data", 9), ("eu-west-1", "data", 10)],
        [("eu-west-1", "tools", 1)],
        [("us-east-1", "data", 1)],
    ]
