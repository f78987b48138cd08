"""Tests of lamella.build.passes.rules: the data file, and that users find all of it in the guide."""

from pathlib import Path

import pytest

from lamella.build.passes import botocore, compact, metadata, sourceless, traced
from lamella.build.passes.rules import rules

GUIDE = (Path(__file__).parents[3] / "docs" / "passes.md").read_text("utf-8")
PASSES = (metadata, botocore, compact, traced, sourceless)
REASONS = {rule.id: rule.reason for rule in rules().rules} | {k: v for each in PASSES for k, v in each.REASONS.items()}


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.id for rule in rules().rules}) == len(rules().rules)


@pytest.mark.parametrize(("rule", "reason"), REASONS.items())
def test_the_guide_explains_every_rule(rule: str, reason: str) -> None:
    assert f"| {rule} | {reason}" in GUIDE


def test_a_later_rule_is_asked_when_an_earlier_one_does_not_hold() -> None:
    assert [rule.id for rule in rules().about("python/a/test/x.h")] == ["test-folder", "headers"]
    assert [rule.id for rule in rules().about("python/a/core.py")] == []
