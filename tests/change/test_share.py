from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.action import AddLayerVersionPermission, RemoveLayerVersionPermission
from lamella.change.plan import Plan, PlanKind
from lamella.change.share import GOES_ON, ShareRequest, plan_share, wanted_grants
from lamella.fleet.fleet import Fleet, Gap, LayerVersion
from lamella.fleet.grants import Sharing, wanted_on
from lamella.model.arn import LayerArn
from lamella.model.grant import Grant, Share, Shared, Statement
from lamella.model.layer import Layer
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
AT = datetime(2026, 1, 1, tzinfo=UTC)
PARTNER = Grant("999988887777")
OTHER = Grant("444455556666")
EVERYONE = Grant("*")
ORGANIZATION = Grant("*", "o-abcdefghij")
GRANTS = (PARTNER, OTHER, EVERYONE, ORGANIZATION)


def version(number: int, statements: Sequence[Statement] | None, architecture: str = "x86_64") -> LayerVersion:
    return LayerVersion(
        LayerArn.at(HERE, "data").version(number),
        AT,
        runtimes=("python3.12",),
        architectures=(architecture,),
        statements=None if statements is None else tuple(statements),
    )


def statement(grant: Grant, sid: str | None = None, other: str = "") -> Statement:
    return Statement(sid or grant.statement_id, grant.principal, grant.organization_id, other)


def share_of(*grants: Grant, versions: Shared | int = Shared.ALL) -> Share:
    return Share(
        tuple(grant.principal for grant in grants if grant.principal != "*"),
        tuple(grant.organization_id for grant in grants if grant.organization_id),
        EVERYONE in grants,
        versions,
    )


def planned(share: Share | None, *versions: LayerVersion, revoke: bool = False, gaps: tuple[Gap, ...] = ()) -> Plan:
    expected = (LayerArn.at(HERE, "data"),)
    request = ShareRequest("prod", {"data": Sharing("data", share)}, revoke, expected=expected)
    return plan_share(Fleet(AT, (HERE,), versions, gaps=gaps), request, AT)


def changes(plan: Plan) -> list[tuple[str, int, str]]:
    """Return each step as (+ or -, version number, statement id)."""
    found = []
    for step in plan.steps:
        match step.action:
            case AddLayerVersionPermission(version=arn, grant=grant):
                assert not hasattr(arn, "step")
                found.append(("+", getattr(arn, "number", 0), grant.statement_id))
            case RemoveLayerVersionPermission(version=arn, statement_id=sid):
                found.append(("-", arn.number, sid))
            case action:
                raise AssertionError(action)
    return found


def test_wanted_grants() -> None:
    assert wanted_grants(Layer("data", ("requests",), ())) == ()
    share = share_of(PARTNER, ORGANIZATION)
    assert wanted_grants(Layer("data", ("requests",), (), share=share)) == (PARTNER, ORGANIZATION)


@pytest.mark.parametrize(
    ("share", "there", "revoke", "expected"),
    [
        (share_of(PARTNER), [], False, [("+", 1, "lamella-account-999988887777")]),
        (share_of(PARTNER), [statement(PARTNER)], False, []),
        (share_of(PARTNER), [statement(PARTNER, "by-hand")], True, []),
        (share_of(ORGANIZATION), [statement(EVERYONE)], False, [("+", 1, "lamella-organization-o-abcdefghij")]),
        (share_of(), [statement(EVERYONE)], False, []),
        (share_of(), [statement(EVERYONE)], True, [("-", 1, "lamella-public")]),
        (None, [statement(OTHER, "x")], True, [("-", 1, "x")]),
        (
            share_of(PARTNER),
            [statement(OTHER)],
            True,
            [("+", 1, "lamella-account-999988887777"), ("-", 1, "lamella-account-444455556666")],
        ),
        (share_of(PARTNER), [statement(PARTNER, "odd", "Effect Deny")], False, [("+", 1, PARTNER.statement_id)]),
        (share_of(PARTNER), [statement(OTHER, PARTNER.statement_id)], False, []),
        (
            share_of(PARTNER),
            [statement(OTHER, PARTNER.statement_id)],
            True,
            [("-", 1, PARTNER.statement_id), ("+", 1, PARTNER.statement_id)],
        ),
    ],
)
def test_one_version(
    share: Share | None, there: list[Statement], *, revoke: bool, expected: list[tuple[str, int, str]]
) -> None:
    assert changes(planned(share, version(1, there), revoke=revoke)) == expected


def test_a_right_is_given_after_the_statement_that_has_its_id_is_gone() -> None:
    plan = planned(share_of(PARTNER), version(1, [statement(OTHER, PARTNER.statement_id)]), revoke=True)
    assert plan.steps[1].after == (plan.steps[0].id,)


def test_only_the_newest_of_each_target_is_shared() -> None:
    versions = (version(1, []), version(2, []), version(3, [], "arm64"))
    plan = planned(share_of(PARTNER, versions=Shared.LATEST), *versions)
    assert [number for _, number, _ in changes(plan)] == [2, 3]
    assert plan.steps[0].why == "the file shares the newest version of each target of data with account 999988887777"


def test_a_version_that_is_no_longer_the_newest_loses_its_grant_with_revoke() -> None:
    versions = (version(1, [statement(PARTNER)]), version(2, [statement(PARTNER)]))
    share = share_of(PARTNER, versions=Shared.LATEST)
    assert changes(planned(share, *versions)) == []
    plan = planned(share, *versions, revoke=True)
    assert changes(plan) == [("-", 1, PARTNER.statement_id)]
    assert plan.steps[0].why == "the file shares only the newest version of each target of data"
    assert plan.notes == (GOES_ON,)


def test_what_is_left_alone_says_why() -> None:
    there = [statement(PARTNER, "by-hand"), statement(EVERYONE)]
    plan = planned(share_of(PARTNER), version(7, there), version(8, None))
    assert [(left.subject, left.why) for left in plan.left_alone] == [
        ("data:7 by-hand", "account 999988887777 has it already"),
        ("data:7 lamella-public", "the file does not share data with everyone; --revoke would remove it"),
        ("data:8", "its policy could not be read"),
    ]


def test_a_taken_statement_id_is_said() -> None:
    plan = planned(share_of(PARTNER), version(1, [statement(OTHER, PARTNER.statement_id)]))
    assert any("another statement has the id" in left.why for left in plan.left_alone)


def test_a_place_without_the_layer_is_said_unless_it_could_not_be_read() -> None:
    assert [left.why for left in planned(share_of(PARTNER)).left_alone] == ["no version is published here"]
    gaps = (Gap(HERE, "versions of data", "AccessDenied"),)
    plan = planned(share_of(PARTNER), gaps=gaps)
    assert plan.left_alone == ()
    assert plan.gaps == gaps


def test_layers_that_were_not_asked_for_stay_out_of_the_plan() -> None:
    foreign = LayerVersion(LayerArn.at(HERE, "tools").version(1), AT, statements=(statement(EVERYONE),))
    plan = planned(share_of(), foreign, version(1, []), revoke=True)
    assert plan.steps == ()
    assert (plan.kind, plan.environment, plan.places) == (PlanKind.SHARE, "prod", (HERE,))


statements_of_a_version = st.one_of(
    st.none(),
    st.lists(
        st.builds(
            statement,
            st.sampled_from(GRANTS),
            st.sampled_from([None, "a", "b", PARTNER.statement_id]),
            st.sampled_from(["", "Deny"]),
        ),
        unique_by=lambda made: made.sid,
    ),
)
shares = st.one_of(
    st.none(),
    st.builds(
        lambda grants, versions: share_of(*grants, versions=versions),
        st.sets(st.sampled_from(GRANTS)),
        st.sampled_from([Shared.ALL, Shared.LATEST, 2]),
    ),
)


@given(share=shares, policies=st.lists(statements_of_a_version, max_size=4), revoke=st.booleans())
def test_a_performed_plan_gives_what_the_file_names_and_no_more(
    share: Share | None, policies: list[list[Statement] | None], *, revoke: bool
) -> None:
    versions = [version(number, there) for number, there in enumerate(policies, 1)]
    plan = planned(share, *versions, revoke=revoke)
    after = {found.arn: {made.sid: made for made in found.statements or ()} for found in versions}
    done: set[str] = set()
    for step in plan.steps:
        assert set(step.after) <= done
        done.add(step.id)
        match step.action:
            case AddLayerVersionPermission(version=arn, grant=grant):
                assert grant.statement_id not in after[arn], "AWS answers 409"  # type: ignore[index]
                after[arn][grant.statement_id] = statement(grant)  # type: ignore[index]
            case RemoveLayerVersionPermission(version=arn, statement_id=sid):
                assert revoke
                del after[arn][sid]
            case other:
                raise AssertionError(other)
    assert len(done) == len(plan.steps)
    wanted = wanted_on(versions, share)
    for found in versions:
        before = {made.grant for made in found.statements or () if not made.other}
        now = {made.grant for made in after[found.arn].values() if not made.other}
        assert now - before <= set(wanted[found.arn])
        if found.statements is None:
            assert not now
        elif revoke:
            assert now == set(wanted[found.arn])
            assert not any(made.other for made in after[found.arn].values())
