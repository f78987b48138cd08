from dataclasses import replace

import pytest

from lamella.model.rollout import ErrorGate, RolloutSettings, Webhook
from lamella.model.strategy import Count, Percent, Strategy

CANARY = Strategy("canary:10%/5m", (Percent(100),), (0.1, 1.0), 300)
WAVES = Strategy("waves:1 function,100%", (Count(1), Percent(100)), (1.0,))
FILE = RolloutSettings(WAVES, bake_s=60, max_failures=2)


def test_flags_that_say_nothing_change_nothing() -> None:
    assert FILE.chosen() == FILE


@pytest.mark.parametrize(
    ("strategy", "bake_s", "expected_s"),
    [(CANARY, None, 300), (CANARY, 0.0, 0), (WAVES, None, 60), (None, 5.0, 5), (None, None, 60)],
)
def test_a_strategys_own_bake_holds_unless_the_flag_says_otherwise(
    strategy: Strategy | None, bake_s: float | None, expected_s: float
) -> None:
    assert FILE.chosen(strategy=strategy, bake_s=bake_s).bake_s == expected_s


def test_every_flag_arrives() -> None:
    said = FILE.chosen(
        wait_for_data_s=1.0,
        baseline_s=2.0,
        gates=(ErrorGate(),),
        smoke=(),
        max_failures=7,
        order_by=(("a", "b"),),
        group_by="team",
    )
    assert said == replace(
        FILE,
        wait_for_data_s=1.0,
        baseline_s=2.0,
        gates=(ErrorGate(),),
        max_failures=7,
        order_by=(("a", "b"),),
        group_by="team",
    )
    assert FILE.chosen(gates=()).gates == ()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://hooks.example.com/T0/s3cret?k=s3cret", "https://hooks.example.com/***"),
        ("http://user:s3cret@example.com:8080", "http://example.com/***"),
    ],
)
def test_the_secret_part_of_a_webhook_is_not_shown(url: str, shown: str) -> None:
    assert Webhook(url).shown == shown
