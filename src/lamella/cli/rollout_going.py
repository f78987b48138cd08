"""`lamella rollout advance|run|pause|resume|rollback`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Act on a rollout and print how it stands; return the exit code.

    Raises:
        LamellaError: As `lamella.run.rollouts.acting`.
    """
    from datetime import UTC, datetime

    from lamella.change.rollout.event import Command
    from lamella.cli.rollout_exit import exit_code
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
