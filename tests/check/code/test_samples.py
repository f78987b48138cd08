"""Small programs: attacks are flagged high, and honest code that looks like one is not."""

from pathlib import Path

import pytest

from lamella.check.examine import Kind, examine
from lamella.check.finding import Examined, Severity

SAMPLES = Path(__file__).parents[3] / "bench" / "detection"


def worst(sample: Path) -> tuple[Severity, Examined]:
    name = "setup.py" if sample.name.startswith("setup") else sample.name
    examined = examine(sample.read_bytes(), name, [Kind.PYTHON], frozenset({sample.stem}))
    return max((each.severity for each in examined.findings), default=Severity.INFO), examined


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("malicious/*/*.py")), ids=lambda sample: sample.stem)
def test_an_attack_is_flagged(sample: Path) -> None:
    severity, examined = worst(sample)
    assert severity >= Severity.HIGH, examined
    assert all(each.evidence and each.line for each in examined.findings if each.severity >= Severity.HIGH)


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("benign/*/*.py")), ids=lambda sample: sample.stem)
def test_honest_code_is_not(sample: Path) -> None:
    severity, examined = worst(sample)
    assert severity < Severity.HIGH, examined
    assert examined.unexamined == ()


def test_there_are_enough_of_both() -> None:
    assert len(list(SAMPLES.glob("malicious/*/*.py"))) >= 60
    assert len(list(SAMPLES.glob("benign/*/*.py"))) >= 60
