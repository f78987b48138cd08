"""What CloudWatch counted of a function in a window."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of a window.

    Attributes:
        invocations: That ran; throttled ones are none of them.
        errors: Of these.
        throttles: Refused for want of concurrency.
        p99_ms: Of durations; `None` where there are none.
    """

    invocations: int = 0
    errors: int = 0
    throttles: int = 0
    p99_ms: float | None = None
