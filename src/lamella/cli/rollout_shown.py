"""`lamella rollout status|history|report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from lamella.change.rollout.state import State
    from lamella.cli.console import Console
    from lamella.run.scope import Scope

_EVERY_S = 1.0


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print how a rollout stands, what happened to it, or where its page is; return the exit code.

    Raises:
        NotFoundError: There is no such rollout.
        LamellaError: The store cannot be read.
    """
    from datetime import UTC, datetime

    from lamella.cli.rollout_scope import scoped
    from lamella.run.rollouts.acting import chosen_id, loaded

    with scoped(arguments, console) as (scope, _):
        if arguments.action == "status" and arguments.id is None and not arguments.watch:
            _list(scope, arguments.output, console)
            return 0
        id_ = chosen_id(scope, arguments.id) if arguments.action == "status" else _newest(scope, arguments.id)
        state = loaded(scope, id_).state
        match arguments.action:
            case "history":
                _history(scope, id_, arguments.output, console)
                return 0
            case "report":
                _report(scope, state, arguments.html, console)
                return 0
            case _:
                if arguments.watch:
                    state = _watch(scope, id_, console)
        show_state(state, datetime.now(UTC), arguments.output, console)
        return _exit_code(state)


def show_state(state: State, now: datetime, output: str, console: Console) -> None:
    """Print how a rollout stands."""
    match output:
        case "json":
            from lamella.render.rollout_status_json import rollout_status_json

            console.result(rollout_status_json(state, now))
        case "csv":
            from lamella.render.rollout_status_csv import rollout_status_csv

            console.result(rollout_status_csv(state))
        case _:
            from lamella.render.rollout_status_text import rollout_status_text
            from lamella.render.terminal import terminal_width

            console.result(rollout_status_text(state, now, width=terminal_width(), color=console.color))


def _exit_code(state: State) -> int:
    """Return 5 where something must be restored by hand; else the question was answered."""
    from lamella.cli.rollout_exit import EXIT_UNRESTORED, exit_code

    return EXIT_UNRESTORED if exit_code(state, "rollback") == EXIT_UNRESTORED else 0


def _newest(scope: Scope, id_: str | None) -> str:
    from lamella.errors import UsageError

    if id_ is not None:
        return id_
    heads = [head for head in scope.store.rollouts.heads() if head.environment == scope.environment.name]
    if not heads:
        raise UsageError("there is no rollout yet", hint="`lamella rollout start LAYER --apply` starts one")
    return heads[0].id


def _list(scope: Scope, output: str, console: Console) -> None:
    from lamella.render.rollout_list import rollouts_csv, rollouts_json, rollouts_text
    from lamella.render.terminal import terminal_width

    heads = scope.store.rollouts.heads()
    if not heads:
        console.say(
            f"{scope.store.address} knows no rollout; --env chooses the environment, and with it the state store"
        )
    match output:
        case "json":
            console.result(rollouts_json(heads))
        case "csv":
            console.result(rollouts_csv(heads))
        case _:
            console.result(rollouts_text(heads, width=terminal_width(), color=console.color))


def _watch(scope: Scope, id_: str, console: Console) -> State:
    """Show what another process does, until the rollout ends or is paused."""
    import time
    from datetime import UTC, datetime

    from lamella.change.rollout.state import Phase
    from lamella.cli.rollout_live import watched
    from lamella.run.rollouts.acting import loaded

    told = 0
    with watched(console, lambda: datetime.now(UTC)) as watching:
        while True:
            state = loaded(scope, id_).state
            entries = scope.store.rollouts.history(id_)
            watching.changed(state, entries[told:])
            told = len(entries)
            if state.head.phase.ended or state.head.phase is Phase.PAUSED:
                return state
            time.sleep(_EVERY_S)


def _history(scope: Scope, id_: str, output: str, console: Console) -> None:
    from lamella.render.rollout_history import history_csv, history_json, history_text
    from lamella.render.terminal import terminal_width

    entries = scope.store.rollouts.history(id_)
    match output:
        case "json":
            console.result(history_json(entries))
        case "csv":
            console.result(history_csv(entries))
        case _:
            console.result(history_text(entries, width=terminal_width(), color=console.color))


def _report(scope: Scope, state: State, html: str | None, console: Console) -> None:
    from datetime import UTC, datetime
    from pathlib import Path

    from lamella.atomic import replace_bytes
    from lamella.errors import UsageError
    from lamella.render.rollout_html import rollout_page

    path = Path(html or f"rollout-{state.head.id}.html")
    if path.is_dir():
        raise UsageError(f"{path} is a folder", hint=f"--html {path / 'rollout.html'}")
    page = rollout_page(state, scope.store.rollouts.history(state.head.id), datetime.now(UTC))
    replace_bytes(path, page.encode())
    console.result(str(path))
