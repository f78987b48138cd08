import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.action import PublishLayerVersion, PutParameter
from lamella.change.document import as_document, digest, from_json, to_json
from lamella.change.plan import LeftAlone, Plan, Threshold
from lamella.errors import UsageError
from lamella.fleet.fleet import Gap
from sample_plans import IRELAND, OREGON, SAMPLES, publish_plan

PLAN = replace(
    publish_plan().plan,
    left_alone=(LeftAlone(OREGON, "web", "the same bytes"),),
    gaps=(Gap(OREGON, "functions", "AccessDenied"),),
    exceeded=(Threshold("deletions in all", 60, 50),),
    notes=("tests were skipped €",),
    pins=("/srv/prod.tfstate",),
    assumed=("111122223333", "stacks"),
)
PUBLISH = next(step for step in PLAN.steps if isinstance(step.action, PublishLayerVersion))


@pytest.mark.parametrize("plan", [*(make().plan for make in SAMPLES.values()), PLAN])
def test_a_plan_comes_back(plan: Plan) -> None:
    assert from_json(to_json(plan)) == plan
    assert json.loads(to_json(plan)) == as_document(plan)
    assert as_document(plan)["digest"] == digest(plan)


def elsewhere(plan: Plan) -> Plan:
    """The Plan with its zips at other paths."""
    steps = []
    for step in plan.steps:
        archive = getattr(step.action, "archive", None)
        moved = archive and replace(archive, path=Path("/other") / archive.path.name)
        steps.append(replace(step, action=replace(step.action, archive=moved)) if moved else step)
    return replace(plan, steps=tuple(steps))


@pytest.mark.parametrize(
    "same",
    [
        elsewhere(PLAN),
        replace(PLAN, made_at=PLAN.made_at + timedelta(days=1)),
        replace(PLAN, commit=None),
        replace(PLAN, notes=()),
        replace(PLAN, steps=tuple(replace(step, why="for another reason") for step in PLAN.steps)),
    ],
)
def test_what_the_digest_does_not_cover(same: Plan) -> None:
    assert digest(same) == digest(PLAN)
    assert from_json(to_json(same)) == same


def with_action(**changes: Any) -> Plan:
    changed = replace(PUBLISH, action=replace(PUBLISH.action, **changes))
    return replace(PLAN, steps=tuple(changed if step is PUBLISH else step for step in PLAN.steps))


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAN, environment="staging"),
        replace(PLAN, places=(OREGON, IRELAND)),
        replace(PLAN, pins=()),
        replace(PLAN, assumed=()),
        replace(PLAN, steps=PLAN.steps[:-1]),
        with_action(newest=7),
        with_action(label="2.0"),
        with_action(metadata=replace(PUBLISH.action.metadata, description="x")),  # type: ignore[union-attr]
        replace(PLAN, exceeded=()),
        replace(PLAN, exceeded=(Threshold("deletions in all", 60, 60),)),
    ],
)
def test_what_the_digest_covers(other: Plan) -> None:
    assert digest(other) != digest(PLAN)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_comes_back(note: str, why: str) -> None:
    plan = replace(PLAN, notes=(note,), steps=(replace(PLAN.steps[0], why=why), *PLAN.steps[1:]))
    assert from_json(to_json(plan)) == plan


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    document = as_document(PLAN)
    change(document)
    return json.dumps(document)


def action_changed(position: int, **changes: Any) -> str:
    return changed(lambda it: it["steps"][position]["action"].update(changes))


POINTER = next(at for at, step in enumerate(PLAN.steps) if isinstance(step.action, PutParameter))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "truncated"),
        ("[]", "Expected `object`"),
        ("{}", "missing required field `format`"),
        ("\ud800", "surrogates"),
        ('{"x":' + "[" * 100_000, "recursion"),
        (changed(lambda it: it.update(format=2)), "format 2, this lamella reads 1"),
        (changed(lambda it: it.update(more=1)), "unknown field `more`"),
        (changed(lambda it: it.update(kind="rollout")), r"`\$.kind`"),
        (changed(lambda it: it.update(places=[])), r"`\$.places`"),
        (changed(lambda it: it.update(made_at="2026-03-01T12:00:00")), r"`\$.made_at`"),
        (action_changed(0, operation="DeleteFunction"), r"`\$.steps\[0\].action.operation`"),
        (action_changed(0, bucket="No Bucket"), r"`\$.steps\[0\].action.bucket`"),
        (action_changed(0, place={"account": "1", "region": "eu-west-1"}), r"`\$.steps\[0\].action.place.account`"),
        (action_changed(0, place={"account": "999999999999", "region": "eu-west-1"}), "not among the plan's places"),
        (action_changed(1, layer_name="a/b"), r"`\$.steps\[1\].action.layer_name`"),
        (action_changed(1, layer_name="data\n"), r"`\$.steps\[1\].action.layer_name`"),
        (action_changed(1, newest=0), r"`\$.steps\[1\].action.newest`"),
        (action_changed(1, archive={"path": "rel.zip", "sha256": "0" * 64, "size_bytes": 1}), "archive.path"),
        (action_changed(2, version="data:7"), "is not the ARN of a layer version"),
        (action_changed(2, version="arn:aws:lambda:us-east-1:111122223333:layer:data:7"), "is not in 1111"),
        (action_changed(2, version={"published_by": PLAN.steps[0].id}), "publishes a version"),
        (action_changed(2, version={"published_by": "later"}), "no earlier step `later`"),
        (action_changed(2, grant={"principal": "arn:x", "organization_id": None}), "grant.principal"),
        (action_changed(2, grant={"principal": "1" * 12, "organization_id": "o-abcdefghij"}), "not \\*"),
        (action_changed(POINTER, name="stable"), f"steps.{POINTER}..action.name"),
        (changed(lambda it: it["steps"][1].update(id=PLAN.steps[0].id)), "two steps"),
        (changed(lambda it: it["steps"][0].update(after=[PLAN.steps[1].id])), "no earlier step is named"),
        (changed(lambda it: it.update(environment="dev")), "was changed after it was made"),
        (changed(lambda it: it.update(digest="0" * 64)), "was changed after it was made"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_place(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        from_json(text)


def test_a_version_of_another_place_is_not_taken_from_a_step() -> None:
    other = next(step for step in PLAN.steps if step.action.place == OREGON)
    with pytest.raises(UsageError, match="publishes in 444455556666 us-west-2"):
        from_json(
            changed(
                lambda it: it["steps"].append(
                    it["steps"][2]
                    | {"id": "x", "action": it["steps"][2]["action"] | {"version": {"published_by": other.id}}}
                )
            )
        )


def test_equal_plans_have_the_same_digest_on_every_machine() -> None:
    plan = Plan(PLAN.kind, "prod", (IRELAND,), (), datetime(2026, 1, 1, tzinfo=UTC))
    assert digest(plan) == "92cbe8cd62335768ff8da0232f944e0d08c73677f068a7c2622f845d21a344ae"
