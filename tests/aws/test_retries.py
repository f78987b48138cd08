import pytest

from lamella.aws.retries import delay_s

IN_PROGRESS = "The operation cannot be performed at this time. An update is in progress for resource: x"


@pytest.mark.parametrize(
    ("code", "message", "again"),
    [
        ("TooManyRequestsException", "Rate exceeded", True),
        ("ResourceConflictException", IN_PROGRESS, True),
        ("ResourceConflictException", "The statement id (a) provided already exists", False),
        ("InvalidParameterValueException", IN_PROGRESS, False),
        ("AccessDeniedException", "", False),
        ("", "", False),
    ],
)
def test_only_what_was_refused_for_now_is_sent_again(code: str, message: str, *, again: bool) -> None:
    assert (delay_s(code, message, 1, None, 0.5) is not None) == again


def test_it_ends() -> None:
    assert delay_s("TooManyRequestsException", "", 10, None, 0.5) is None


def test_aws_is_waited_for_as_long_as_it_asks() -> None:
    assert delay_s("TooManyRequestsException", "", 1, 7.0, 0.0) == pytest.approx(7.0)


def test_waits_grow_and_are_spread() -> None:
    waits = [delay_s("TooManyRequestsException", "", attempt, None, 0.0) or 0.0 for attempt in range(1, 10)]
    assert waits == sorted(waits)
    assert waits[-1] <= 20
    assert (delay_s("TooManyRequestsException", "", 3, None, 1.0) or 0) > waits[2]
