"""What is sent again beside botocore's own retries: calls that Lambda refused before it did anything."""

import random
from typing import Any

_MOST_ATTEMPTS = 10
_LONGEST_S = 20.0
_IN_PROGRESS = ("update is in progress", "currently in the following state: 'pending'", "state: pending")


def delay_s(code: str, message: str, attempts: int, retry_after_s: float | None, chance: float) -> float | None:
    """Return after how many seconds a refused call may be sent again; `None` when it must not be.

    Args:
        code: AWS's error code.
        message: AWS's message.
        attempts: How often it was sent, at least 1.
        retry_after_s: What AWS asked for.
        chance: From 0 to 1, spreads callers that were refused at the same moment.
    """
    throttled = code == "TooManyRequestsException"
    in_progress = code == "ResourceConflictException" and any(words in message.lower() for words in _IN_PROGRESS)
    if attempts >= _MOST_ATTEMPTS or not (throttled or in_progress):
        return None
    longest_s: float = min(_LONGEST_S, 0.25 * 2**attempts)
    return max(retry_after_s or 0.0, longest_s * (0.5 + chance / 2))


def needs_retry(
    response: tuple[Any, dict[str, Any]] | None,
    attempts: int,
    **_: Any,  # noqa: ANN401 - botocore's handlers get what it has
) -> float | None:
    """Handle botocore's event `needs-retry.lambda`."""
    if response is None:
        return None
    http, parsed = response
    error = parsed.get("Error", {})
    return delay_s(
        error.get("Code", ""),
        error.get("Message", ""),
        attempts,
        _seconds(http.headers),
        random.random(),  # noqa: S311 - no secret
    )


def _seconds(headers: Any) -> float | None:  # noqa: ANN401 - botocore types it so
    try:
        return float(headers.get("Retry-After", ""))
    except ValueError:
        return None
