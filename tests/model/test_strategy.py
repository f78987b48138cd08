"""Strategies as users write them."""

import pytest

from lamella.errors import UsageError
from lamella.model.strategy import Count, Percent, Strategy, parse_strategy

TENTHS = tuple(float(each) for each in range(10, 101, 10))


def even(text: str, percents: tuple[float, ...], bake_s: float) -> Strategy:
    return Strategy(text, tuple(map(Percent, percents)), tuple(round(each / 100, 6) for each in percents), bake_s)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all-at-once", Strategy("all-at-once", (Percent(100),), (1.0,))),
        ("AllAtOnce", Strategy("AllAtOnce", (Percent(100),), (1.0,))),
        ("CodeDeployDefault.LambdaAllAtOnce", Strategy("CodeDeployDefault.LambdaAllAtOnce", (Percent(100),), (1.0,))),
        ("canary:10%/5m", even("canary:10%/5m", (10, 100), 300)),
        ("canary: 10 %/0s", even("canary: 10 %/0s", (10, 100), 0)),
        ("canary:100%/5m", even("canary:100%/5m", (100,), 300)),
        ("linear:10%/1m", even("linear:10%/1m", TENTHS, 60)),
        ("linear:30%/1h", even("linear:30%/1h", (30, 60, 90, 100), 3600)),
        ("linear:33.3%/1m", even("linear:33.3%/1m", (33.3, 66.6, 99.9, 100), 60)),
        ("Canary10Percent5Minutes", even("Canary10Percent5Minutes", (10, 100), 300)),
        ("Canary10Percent30Minutes", even("Canary10Percent30Minutes", (10, 100), 1800)),
        ("Linear10PercentEvery1Minute", even("Linear10PercentEvery1Minute", TENTHS, 60)),
        (
            "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes",
            even("CodeDeployDefault.LambdaLinear10PercentEvery10Minutes", TENTHS, 600),
        ),
        (
            "waves:1 function,5%,25%,100%",
            Strategy(
                "waves:1 function,5%,25%,100%", (Count(1), Percent(5), Percent(25), Percent(100)), (0.05, 0.25, 1.0)
            ),
        ),
        ("waves:100%", Strategy("waves:100%", (Percent(100),), (1.0,))),
        (
            "waves: 1 function, 5 functions, 100%",
            Strategy("waves: 1 function, 5 functions, 100%", (Count(1), Count(5), Percent(100)), (1.0,)),
        ),
    ],
)
def test_read(text: str, expected: Strategy) -> None:
    assert parse_strategy(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "none of all-at-once"),
        ("blue-green", "none of all-at-once"),
        ("canary:10%", "no interval"),
        ("canary:10/5m", "`10` is no percentage"),
        ("canary:0%/5m", "`0%` is no percentage"),
        ("canary:101%/5m", "`101%` is no percentage"),
        ("canary:10%/5", "allowed: whole numbers"),
        ("linear:0.5%/1m", "at least 1 %"),
        ("linear:/1m", "`` is no percentage"),
        ("waves:", "`` is no percentage"),
        ("waves:5%,25%", "the last wave must be 100%"),
        ("waves:25%,5%,100%", "must grow"),
        ("waves:5%,1 function,100%", "before percentages"),
        ("waves:2 functions,1 function,100%", "must grow"),
        ("waves:0 functions,100%", "`0 functions` is no percentage"),
        ("waves:1 function", "the last wave must be 100%"),
        ("Canary10PercentEvery5Minutes", "CodeDeploy writes"),
        ("Linear10Percent5Minutes", "CodeDeploy writes"),
        ("Canary0Percent5Minutes", "none of all-at-once"),
    ],
)
def test_refused(text: str, why: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_strategy(text)
    assert why in raised.value.why
