"""Saved plans and states: read back as they were, refused when they were changed."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.rollout.document import digest, is_rollout_plan, plan_from_json, plan_to_json
from lamella.change.rollout.history import entries
from lamella.change.rollout.plan import RolloutPlan
from lamella.change.rollout.starting import rollout_id, state_of
from lamella.change.rollout.state import Phase, State
from lamella.change.rollout.texts import (
    decode_entry,
    decode_function,
    decode_head,
    encode_entry,
    encode_function,
    encode_head,
)
from lamella.errors import StateError, UsageError
from lamella.model.rollout import RolloutSettings, Webhook
from lamella.render.rollout_plan_json import rollout_plan_json
from sample_rollouts import BAKING, HEAD, HOSTILE, MADE, PLAN, QUIET, STARTED, UNRESTORED, at


@pytest.mark.parametrize("plan", [PLAN, replace(PLAN, settings=QUIET, functions=(), skipped=(), moves=())])
def test_a_plan_is_read_back(plan: RolloutPlan) -> None:
    assert plan_from_json(plan_to_json(plan)) == plan
    assert is_rollout_plan(plan_to_json(plan))


def test_the_digest_covers_what_it_does_and_not_when_it_was_made() -> None:
    counted = tuple(replace(each, invocations_per_day=1.0) for each in PLAN.functions)
    later = replace(PLAN, made_at=at(60), commit=None, functions=counted, gaps=(), notes=())
    assert digest(later) == digest(PLAN)
    assert digest(replace(PLAN, settings=replace(PLAN.settings, max_failures=9))) != digest(PLAN)
    assert digest(replace(PLAN, exceeded=())) != digest(PLAN)
    assert digest(replace(PLAN, functions=PLAN.functions[1:])) != digest(PLAN)


@pytest.mark.parametrize("key", ["layer", "environment", "functions", "settings", "skipped", "exceeded", "moves"])
def test_a_plan_that_was_changed_is_refused(key: str) -> None:
    document = json.loads(plan_to_json(PLAN))
    document[key] = "other" if isinstance(document[key], str) else ({} if key == "settings" else [])
    with pytest.raises(UsageError):
        plan_from_json(json.dumps(document))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": 2, "kind": "rollout"}', '{"format": 1, "kind": "publish"}']
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        plan_from_json(text)


@given(st.binary(max_size=40), st.integers(0, 4000))
def test_damage_gives_an_error_and_no_traceback(noise: bytes, position: int) -> None:
    text = plan_to_json(PLAN)
    damaged = text[:position] + noise.decode("latin-1") + text[position + len(noise) + 1 :]
    with suppress(UsageError):
        assert digest(plan_from_json(damaged)) == digest(PLAN)


def test_printed_plans_hide_what_webhooks_hide() -> None:
    secret = replace(
        PLAN, settings=replace(PLAN.settings, notifications=(Webhook("https://hooks.example.com/s3cret"),))
    )
    assert "s3cret" not in rollout_plan_json(secret)
    assert "s3cret" in plan_to_json(secret)
    assert json.loads(rollout_plan_json(secret, "id"))["digest"] == digest(secret)


@pytest.mark.parametrize("state", [STARTED, BAKING, UNRESTORED])
def test_states_are_read_back(state: State) -> None:
    assert decode_head(encode_head(state.head)) == state.head
    for function in state.functions.values():
        assert decode_function(encode_function(function)) == function


def test_what_is_damaged_in_the_store_is_told() -> None:
    for decode in (decode_head, decode_function, decode_entry):
        with pytest.raises(StateError, match="cannot be read"):
            decode('{"id": 1}')


def test_entries_are_read_back() -> None:
    made = entries(STARTED, UNRESTORED, MADE)
    assert made
    assert tuple(decode_entry(encode_entry(each)) for each in made) == made


def test_a_started_rollout_has_everyone_and_an_id() -> None:
    id_ = rollout_id(PLAN, MADE)
    assert id_.startswith("20261125-061503-")
    state = state_of(PLAN, id_, MADE, "ana")
    assert (state.head.phase, state.head.stage, state.head.stages) == (Phase.PLANNED, 0, PLAN.stages)
    assert [ref.name for ref in state.functions] == [each.ref.name for each in PLAN.functions] + ["big"]
    assert list(state.functions.values())[-1].planned.wave == 0
    assert HOSTILE not in encode_head(replace(HEAD, settings=RolloutSettings()))
