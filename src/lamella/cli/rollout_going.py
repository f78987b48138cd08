"""`lamella rollout advance|run|pause|resume|rollback`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from lamella.change.rollout.function import Function
    from lamella.change.rollout.state import State
    from lamella.cli.console import Console

EXIT_FAILED = 1
EXIT_GATE = 3
EXIT_INCOMPLETE = 5
EXIT_UNRESTORED = 5


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Act on a rollout and print how it stands; return the exit code.

    Raises:
        LamellaError: As `lamella.run.rollouts.acting`.
    """
    from datetime import UTC, datetime

    from lamella.change.rollout.event import Command
    from lamella.cli.rollout_live import watched
    from lamella.cli.rollout_scope import scoped
    from lamella.cli.rollout_shown import show_state
    from lamella.run.rollouts.acting import Acting, chosen_id, command, go_on

    def now() -> datetime:
        return datetime.now(UTC)

    with scoped(arguments, console) as (scope, root):
        id_ = chosen_id(scope, arguments.id)
        try:
            with watched(console, now) as watching:
                acting = Acting(scope, root, watching)
                match arguments.action:
                    case "run" | "advance":
                        state = go_on(acting, id_, until_ended=arguments.action == "run")
                    case asked:
                        state = command(acting, id_, Command(asked))
        except KeyboardInterrupt:
            console.say(f"what is moved stays moved: `lamella rollout run {id_}` goes on, `rollback {id_}` restores")
            raise
    show_state(state, now(), arguments.output, console)
    return exit_code(state, arguments.action)


def exit_code(state: State, action: str) -> int:
    """Return the exit code of an action that left a rollout like this."""
    from lamella.change.rollout.function import Standing
    from lamella.change.rollout.state import Phase

    head = state.head
    unrestored = any(each.standing is Standing.UNRESTORED for each in state.functions.values())
    if head.phase is Phase.FAILED or unrestored:
        return EXIT_UNRESTORED
    if action in {"pause", "resume", "rollback"}:
        return 0
    if head.gate_failed:
        return EXIT_GATE
    if head.phase in {Phase.PAUSED, Phase.ROLLED_BACK}:
        return EXIT_FAILED
    left = head.phase is Phase.DONE and any(_left_out(each) for each in state.functions.values())
    return EXIT_INCOMPLETE if left else 0


def _left_out(function: Function) -> bool:
    """Whether a function of a rollout that is done was not moved, or has its tags still."""
    from lamella.change.rollout.function import Standing

    left = {Standing.SKIPPED, Standing.DRIFTED, Standing.RESTORED}
    return function.planned.wave > 0 and (function.standing in left or function.tagged)
