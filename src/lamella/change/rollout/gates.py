"""What a gate says: a reading, a threshold, evidence, and a verdict."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Of a gate."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    NOT_ENOUGH_DATA = "not enough data"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one gate.

    Attributes:
        gate: `errors`, `throttles`, `duration`, `init`, `alarm NAME`, `command NAME`, `smoke`.
        verdict: See there.
        value: As shown: `8 of 200 (4.0 %)`, `1,840 ms`.
        threshold: As shown: `10 of 2,000 (0.5 %) before, p < 0.00083`.
        evidence: In one line: because of what.
        number, limit: For charts and JSON, in `unit`; `None` where there is no number.
        unit: `%`, `ms`, empty.
        n, baseline_n: Invocations, or cold starts; 0 where that has no meaning.
        looks: How often the gate's test has been made for this function: `alpha` is spent over looks.
    """

    gate: str
    verdict: Verdict
    value: str
    threshold: str
    evidence: str
    number: float | None = None
    limit: float | None = None
    unit: str = ""
    n: int = 0
    baseline_n: int = 0
    looks: int = 0
