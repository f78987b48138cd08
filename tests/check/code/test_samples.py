"""Small programs: attacks are flagged high, and honest code that looks like one is not."""

from pathlib import Path

import pytest

from lamella.check.examine import Kind, examine
from lamella.check.finding import Examined, Severity

BENCH = Path(__file__).parents[3] / "bench"
MISSED = frozenset((BENCH / "samples" / "missed.txt").read_text().split())


def samples(kind: str) -> list[Path]:
    return sorted([*BENCH.glob(f"detection/{kind}/*/*.py"), *BENCH.glob(f"samples/*/{kind}/*.py")])


def name_of(sample: Path) -> str:
    return f"{sample.parts[-3]}/{sample.stem}" if "samples" in sample.parts else sample.stem


def worst(sample: Path) -> tuple[Severity, Examined]:
    name = "setup.py" if sample.name.startswith("setup") else sample.name
    examined = examine(sample.read_bytes(), name, [Kind.PYTHON], frozenset({sample.stem}))
    return max((each.severity for each in examined.findings), default=Severity.INFO), examined


@pytest.mark.parametrize("sample", samples("malicious"), ids=name_of)
def test_an_attack_is_flagged(sample: Path) -> None:
    severity, examined = worst(sample)
    assert (severity < Severity.HIGH) == (name_of(sample) in MISSED), examined
    assert all(each.evidence for each in examined.findings if each.severity >= Severity.HIGH)


@pytest.mark.parametrize("sample", samples("benign"), ids=name_of)
def test_honest_code_is_not(sample: Path) -> None:
    severity, examined = worst(sample)
    assert severity < Severity.HIGH, examined
    assert examined.unexamined == ()


def test_there_are_enough_of_both() -> None:
    assert len(samples("malicious")) >= 300
    assert len(samples("benign")) >= 250
    assert len(MISSED) <= 0.02 * len(samples("malicious"))
