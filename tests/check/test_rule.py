"""Rules have stable codes, and each is explained where its finding says so."""

import re
from pathlib import Path

import pytest

from lamella.check.finding import Confidence, Severity, found
from lamella.check.rule import Family, Rule

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.code)
def test_each_rule_is_explained_with_an_example_and_what_to_do(rule: Rule) -> None:
    path, _, anchor = rule.docs.partition("#")
    page = (ROOT / path).read_text("utf-8")
    section = page.partition(f"\n## {anchor}\n")[2].partition("\n## ")[0]
    assert "- Example: " in section
    assert "- What to do: " in section
    assert f"Severity {rule.severity.lower()}, confidence {rule.confidence.lower()}." in section


def test_the_pages_explain_no_other_rule() -> None:
    explained = {
        anchor
        for family in Family
        for anchor in re.findall(
            r"^## (.*)$", (ROOT / f"docs/rules/{family.value}.md").read_text("utf-8"), re.MULTILINE
        )
    }
    assert explained == {rule.code for rule in Rule}


def test_codes_find_their_rule_again() -> None:
    assert all(Rule.of(rule.code) is rule for rule in Rule)
    assert Rule.of("no-such-rule") is None


def test_a_finding_has_its_rules_own_words_unless_it_is_given_others() -> None:
    plain = found(Rule.PTH_CODE)
    assert (plain.severity, plain.confidence, plain.message) == (Severity.HIGH, Confidence.HIGH, Rule.PTH_CODE.message)
    assert found(Rule.PTH_CODE, "other", severity=Severity.LOW).severity is Severity.LOW
