import pytest

from lamella.errors import UsageError
from lamella.model.target import Target
from lamella.sandbox.environment.settings import TimeLimits, log_stream, settings
from lamella.sandbox.function import Function

FUNCTION = Function(
    Target.parse("python3.12/x86_64"),
    "app.handler",
    environ={"AWS_REGION": "eu-west-1"},
    name="report",
    version="7",
    account_id="111122223333",
)


def test_a_function_is_named_by_its_account_and_region() -> None:
    made = settings(FUNCTION, (), TimeLimits(), 0)
    assert made.function_arn == "arn:aws:lambda:eu-west-1:111122223333:function:report"
    assert made.function_version == "7"


def test_a_log_stream_has_the_day_and_the_version() -> None:
    first, second = log_stream(1_769_853_600_000_000_000), log_stream(1_769_853_600_000_000_000, "7")
    assert first.startswith("2026/01/31/[$LATEST]")
    assert second.startswith("2026/01/31/[7]")


def test_more_extensions_than_lambda_takes() -> None:
    with pytest.raises(UsageError, match="holds 11 programs"):
        settings(FUNCTION, tuple(str(number) for number in range(11)), TimeLimits(), 0)
