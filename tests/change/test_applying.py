from collections.abc import Sequence
from dataclasses import replace

import pytest

from lamella.change.action import KeepLayerVersion, PublishedBy, PutParameter
from lamella.change.applying import (
    Applied,
    Broken,
    Fresh,
    InDoubt,
    NotTried,
    Outcome,
    Past,
    Standing,
    Succeeded,
    needs,
    resolved,
    standings,
)
from lamella.change.journal import Began, Done, Failed, Line, Started
from lamella.errors import AwsError, CredentialsError, DoubtfulError, LamellaError, OverLimitError
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn
from sample_plans import IRELAND, MADE, clean_plan, publish_plan

PLAN = publish_plan().plan
STEP = PLAN.steps[1].id
VERSION = LayerArn.at(IRELAND, "data").version(2)


@pytest.mark.parametrize(
    ("lines", "standing"),
    [
        ([], Fresh()),
        ([Began(MADE, "ada")], Fresh()),
        ([Started(MADE, STEP)], InDoubt()),
        ([Started(MADE, "another")], Fresh()),
        ([Started(MADE, STEP), Failed(MADE, STEP, "refused")], Fresh()),
        ([Started(MADE, STEP), Failed(MADE, STEP, "cut", in_doubt=True)], InDoubt()),
        ([Started(MADE, STEP), Done(MADE, STEP, VERSION)], Past(VERSION)),
        ([Started(MADE, STEP), Failed(MADE, STEP, "refused"), Began(MADE, "ada"), Started(MADE, STEP)], InDoubt()),
        ([Done(MADE, STEP, VERSION), Started(MADE, STEP)], InDoubt()),
    ],
)
def test_the_last_line_decides(lines: list[Line], standing: Standing) -> None:
    assert standings(PLAN, lines)[STEP] == standing
    assert set(standings(PLAN, lines)) == {step.id for step in PLAN.steps}


def test_what_cannot_come_undone_is_final() -> None:
    plan = clean_plan().plan
    stood = standings(plan, [Done(MADE, step.id) for step in plan.steps])
    assert set(stood.values()) == {Past(final=True)}


def test_a_copy_is_not_final_before_its_version_is_deleted() -> None:
    plan = clean_plan().plan
    copies = [step.id for step in plan.steps if isinstance(step.action, KeepLayerVersion)]
    stood = standings(plan, [Done(MADE, step) for step in copies])
    assert [stood[step] for step in copies] == [Past()] * len(copies)


def test_a_step_needs_what_it_names_and_what_publishes_its_version() -> None:
    upload, publish, grant, *_, pointer = PLAN.steps[:5]
    assert needs(publish) == (upload.id,)
    assert needs(replace(grant, after=())) == (publish.id,)
    assert needs(pointer)[0] == publish.id
    assert len(needs(pointer)) == 3


def test_references_become_arns_once_they_are_known() -> None:
    action = PutParameter(IRELAND, "/lamella/x", PublishedBy(STEP), None)
    assert resolved(action, {}) is action
    assert resolved(action, {STEP: VERSION}) == replace(action, version=VERSION)
    upload = PLAN.steps[0].action
    assert resolved(upload, {STEP: VERSION}) is upload


REFUSED = Broken(AwsError("refused"))
OVER = Broken(OverLimitError("too large"))


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 0),
        ([Succeeded(), Succeeded(earlier=True)], 0),
        ([Succeeded(), REFUSED], 5),
        ([Succeeded(earlier=True), NotTried("stopped")], 5),
        ([REFUSED, NotTried("`a` was not done")], 1),
        ([OVER, OVER], 3),
        ([OVER, REFUSED], 1),
        ([Broken(CredentialsError("expired")), Broken(DoubtfulError("cut"), in_doubt=True)], 1),
        ([NotTried("stopped")], 1),
    ],
)
def test_the_exit_code(outcomes: Sequence[Outcome], code: int) -> None:
    assert Applied(PLAN, {str(at): outcome for at, outcome in enumerate(outcomes)}).exit_code == code


def test_a_plan_with_gaps_is_incomplete() -> None:
    plan = replace(PLAN, gaps=(Gap(IRELAND, "versions of data", "AccessDenied"),))
    assert Applied(plan, {"a": Succeeded()}).exit_code == 5
    assert Applied(plan, {"a": Broken(LamellaError("no"))}).exit_code == 1
