"""What the verbs of a rollout do with one that was started: run, advance, pause, resume, roll back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lamella.change.rollout.event import Command, Commanded, Event
from lamella.change.rollout.history import entries
from lamella.change.rollout.machine import steps
from lamella.change.rollout.starting import state_from_tags
from lamella.change.rollout.state import Phase, State
from lamella.change.rollout.world import RolloutWorld
from lamella.errors import NotFoundError, StateError, UsageError
from lamella.run.applying.owner import owner_text
from lamella.run.rollouts.lease import TTL_S, leased
from lamella.run.rollouts.planning import observed_claimed
from lamella.run.rollouts.running import Watching, Ways, run
from lamella.run.rollouts.world import rollout_world
from lamella.run.scope import Scope
from lamella.state.rollout_store import Saved

_ASKS_AGAIN_S = 0.5
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Acting:
    """How a verb acts on a rollout.

    Attributes:
        scope: Its environment's.
        root: Where commands of gates and notifications run: the project's folder.
        watching: Hears how it goes on.
        now: The time, with a time zone.
        sleep: Waits so many seconds.
        world: Performs Actions; `None` for the scope's AWS.
    """

    scope: Scope
    root: Path
    watching: Watching
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    world: RolloutWorld | None = None


def loaded(scope: Scope, id_: str) -> Saved:
    """Return a rollout.

    Raises:
        NotFoundError: The store has none of that id; the message lists those it has.
        UsageError: It belongs to another environment, whose roles reach its accounts.
        StateError, AwsError: The store cannot be read.
    """
    saved = scope.store.rollouts.load(id_)
    if saved is None:
        known = [head.id for head in scope.store.rollouts.heads()]
        more = " ..." if len(known) > _SHOWN else ""
        raise NotFoundError(
            f"there is no rollout {id_}",
            why=f"{scope.store.address} has {', '.join(known[:_SHOWN]) or 'none'}{more}",
            hint="`lamella rollout status` lists them; the store is chosen by --env",
        )
    environment = saved.state.head.environment
    if environment != scope.environment.name:
        raise UsageError(f"rollout {id_} belongs to environment {environment}", hint=f"give --env {environment}")
    return saved


def chosen_id(scope: Scope, id_: str | None) -> str:
    """Return the id that a verb means: the only rollout that is not over where none is given.

    Raises:
        UsageError: None or several are not over.
    """
    if id_ is not None:
        return id_
    heads = [head for head in scope.store.rollouts.heads() if head.environment == scope.environment.name]
    going = [head.id for head in heads if not head.phase.ended]
    if len(going) == 1:
        return going[0]
    raise UsageError(
        "which rollout?",
        why=f"not over: {', '.join(going) or 'none'}",
        hint="name its ID; `lamella rollout status` lists them",
    )


def go_on(acting: Acting, id_: str, *, until_ended: bool) -> State:
    """Run a rollout: until it ends or is paused, or (an idempotent step) until only time can let it go on.

    Raises:
        NotFoundError, UsageError: See `loaded`.
        StateError: Another process runs it.
        CredentialsError: The credentials expired; what was done is saved.
        AwsError: The store cannot be reached.
    """
    loaded(acting.scope, id_)
    with leased(acting.scope.store, id_, _owner(acting), acting.now) as lease:
        if lease is None:
            raise StateError(
                f"another process runs rollout {id_}",
                why="its lease is held",
                hint=f"`lamella rollout status {id_} --watch` shows how it goes; `pause` and `rollback` work meanwhile",
            )
        return run(loaded(acting.scope, id_), lease, _ways(acting), until_ended=until_ended)


def command(acting: Acting, id_: str, asked: Command) -> State:
    """Pause, resume or roll back: by oneself, or through the process that runs the rollout.

    A rollback comes to its end before this returns.

    Raises:
        NotFoundError: The store has no such rollout, and no function's tags name it.
        StateError: The process that runs it does not react.
        UsageError, CredentialsError, AwsError: See `go_on`.
    """
    scope = acting.scope
    if asked is Command.ROLLBACK and scope.store.rollouts.load(id_) is None:
        _found_by_tags(acting, id_)
    by, is_asked, since = scope.clients.caller().arn, False, acting.now()
    while True:
        before = loaded(scope, id_)
        if is_asked and _is_done(before.state, asked):
            return before.state
        with leased(scope.store, id_, _owner(acting), acting.now) as lease:
            if lease is not None:
                saved = loaded(scope, id_)
                events: list[Event] = [] if is_asked else [Commanded(acting.now(), asked, by)]
                if asked is Command.ROLLBACK:
                    return run(saved, lease, _ways(acting), events, until_ended=True)
                return _saved(acting, saved, events)
        if not is_asked:
            scope.store.rollouts.ask(id_, asked, by, acting.now())
            acting.watching.waits(before.state, "asked the process that runs it")
            is_asked = True
        elif asked is not Command.ROLLBACK and (acting.now() - since).total_seconds() > TTL_S:
            raise StateError(
                f"the process that runs rollout {id_} does not react",
                hint="its lease is free 30 s after it ends: run the command again",
            )
        acting.sleep(_ASKS_AGAIN_S)


def _saved(acting: Acting, saved: Saved, events: list[Event]) -> State:
    """Take a command without performing anything."""
    requests = acting.scope.store.rollouts.requests(saved.state.head.id)
    told = [Commanded(acting.now(), each.command, each.by) for each in requests]
    after, _ = steps(saved.state, [*told, *events])
    head = after.head
    made = entries(saved.state, after, acting.now())
    changed = [new for ref, new in after.functions.items() if saved.state.functions[ref] is not new]
    if acting.scope.store.rollouts.save(head.id, saved.revision, head, changed, made) is None:
        raise StateError(f"another process has written rollout {head.id} meanwhile", hint="run the command again")
    for request in requests:
        acting.scope.store.rollouts.answer(head.id, request.key)
    acting.watching.changed(after, made)
    return after


def _is_done(state: State, asked: Command) -> bool:
    phase = state.head.phase
    match asked:
        case Command.PAUSE:
            return phase is Phase.PAUSED or phase.ended
        case Command.RESUME:
            return phase is not Phase.PAUSED
        case Command.ROLLBACK:
            return phase in {Phase.ROLLED_BACK, Phase.FAILED}


def _found_by_tags(acting: Acting, id_: str) -> None:
    """Put a rollout that only the tags of functions know into the store."""
    scope = acting.scope
    observed, gaps = observed_claimed(scope, id_)
    if not observed:
        where = ", ".join(str(place) for place in scope.places)
        why = f"{scope.store.address} does not know it, and no function in {where} has its tags"
        missing = "".join(f"\n{gap.place}: {gap.what} could not be read: {gap.why}" for gap in gaps)
        raise NotFoundError(f"there is no rollout {id_}", why=f"{why}{missing}", hint="check id, --env and --region")
    by = scope.clients.caller().arn
    state = state_from_tags(id_, observed, scope.environment.rollout, scope.environment.name, acting.now(), by)
    scope.store.rollouts.create(state)


def _ways(acting: Acting) -> Ways:
    world = acting.world or rollout_world(acting.scope, acting.root, acting.now)
    return Ways(acting.scope.store.rollouts, world, acting.now, acting.sleep, acting.watching)


def _owner(acting: Acting) -> str:
    return owner_text(acting.scope.clients.caller().arn)
