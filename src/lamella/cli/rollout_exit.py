"""The exit codes of verbs that act on a rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lamella.change.rollout.function import Function
    from lamella.change.rollout.state import State

EXIT_FAILED = 1
EXIT_GATE = 3
EXIT_INCOMPLETE = 5
EXIT_UNRESTORED = 5


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
