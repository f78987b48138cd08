import io

from lamella.cli.console import Console
from lamella.cli.rollout_live import watched
from lamella.render.rollout_history import told as told_of
from sample_rollouts import BAKING, HISTORY, at


def told(*, interactive: bool) -> str:
    err = io.StringIO()
    console = Console(io.StringIO(), err, {}, color=False, interactive=interactive)
    with watched(console, lambda: at(16)) as watching:
        watching.changed(BAKING, HISTORY[:2])
        for _ in range(3):
            watching.waits(BAKING, "bakes until 06:39")
        watching.changed(BAKING, HISTORY[6:7])
        watching.waits(BAKING, "bakes until 06:39")
    return err.getvalue()


def test_without_a_terminal_each_thing_is_one_line_and_a_wait_is_told_once() -> None:
    assert told(interactive=False).splitlines() == [
        "2026-11-25 06:15:03 UTC  moving 1/5  stage 1 begins: 1 function",
        "2026-11-25 06:16:03 UTC  moving 1/5  report in 111122223333 eu-west-1: moved",
        "baking: bakes until 06:39",
        f"2026-11-25 06:30:03 UTC  rolling back 2/5  report in 111122223333 eu-west-1: {told_of(HISTORY[6])}",
        "baking: bakes until 06:39",
    ]


def test_on_a_terminal_the_rollouts_own_events_stay_and_the_table_goes() -> None:
    text = told(interactive=True)
    assert "stage 1 begins: 1 function" in text
    assert "report in 111122223333 eu-west-1: moved" not in text
