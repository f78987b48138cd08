import pytest

from lamella.aws.rate import LambdaRate, TokenBucket
from lamella.limits import limits


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0
        self.slept_s: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_s += seconds


@pytest.mark.parametrize(("calls", "wait_s"), [(1, 0.0), (5, 0.0), (6, 0.1), (25, 2.0)])
def test_after_a_burst_calls_go_out_at_the_rate(calls: int, wait_s: float) -> None:
    clock = Clock()
    bucket = TokenBucket(10, 5, clock, clock.sleep)
    for _ in range(calls):
        bucket.take()
    assert clock.now_s == pytest.approx(wait_s)


def test_a_pause_fills_no_more_than_the_burst() -> None:
    clock = Clock()
    bucket = TokenBucket(10, 5, clock, clock.sleep)
    clock.now_s = 100
    for _ in range(6):
        bucket.take()
    assert clock.slept_s == pytest.approx([0.1])


def test_get_function_has_a_quota_of_its_own_and_invoke_none(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[float] = []
    monkeypatch.setattr(TokenBucket, "take", lambda bucket: taken.append(bucket._rate_per_s))  # noqa: SLF001
    rate = LambdaRate()
    for operation in ("ListLayers", "GetFunction", "GetPolicy", "Invoke"):
        rate.before_send(f"before-send.lambda.{operation}", request=object())
    assert taken == [limits().lambda_calls_per_s, limits().get_function_calls_per_s, limits().get_policy_calls_per_s]
