"""Rollouts in the DynamoDB store.

Items, by `pk` and `sk`: `rollouts`, `ID` is a rollout's head with its revision; `rollout#ID`, `function#0000001` is a
function; `rollout#ID`, `history#REVISION#0001` is an entry of its history; `rollout-requests#ID`, `TIME#UNIQUE` is a
request.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from uuid import uuid4

from lamella.aws.tables import Item, Table
from lamella.change.rollout import texts
from lamella.change.rollout.event import Command
from lamella.change.rollout.function import Function, FunctionRef
from lamella.change.rollout.history import Entry
from lamella.change.rollout.state import Head, State
from lamella.state.rollout_store import Request, Saved

_HEADS = "rollouts"
# TransactWriteItems takes 100 items; one is the head.
_TOGETHER = 99


class DynamoRollouts:
    """See RolloutStore; what belongs together is written in transactions that hold the head's revision.

    Args:
        table: The store's.
        told: Turns errors of the table into those of the store.
    """

    def __init__(self, table: Table, told: Callable[[], AbstractContextManager[None]]) -> None:
        self._table = table
        self._told = told
        self._keys: dict[str, dict[FunctionRef, str]] = {}

    def heads(self) -> Sequence[Head]:
        """Return all rollouts, the newest first.

        Raises:
            StateError: One cannot be read; so for the others.
            AwsError: DynamoDB refuses, or does not answer; so for the others.
        """
        with self._told():
            items = self._table.query(_HEADS)
        return tuple(texts.decode_head(str(item["head"])) for item in reversed(items))

    def load(self, id_: str) -> Saved | None:
        """Return a rollout; `None` when there is none of that id.

        A writer may write between two pages: it is read again until the head has the same revision before and after.
        """
        with self._told():
            while True:
                head = self._table.get(_HEADS, id_)
                if head is None:
                    return None
                items = self._table.query(_of(id_), "function#")
                again = self._table.get(_HEADS, id_)
                if again is not None and again["revision"] == head["revision"]:
                    break
        functions = {str(item["sk"]): texts.decode_function(str(item["function"])) for item in items}
        self._keys[id_] = {function.ref: key for key, function in functions.items()}
        state = State(texts.decode_head(str(head["head"])), {each.ref: each for each in functions.values()})
        return Saved(state, int(head["revision"]))

    def create(self, state: State) -> bool:
        """Write a new rollout, whole; return False when there is one of that id. The head comes last."""
        id_ = state.head.id
        with self._told():
            if self._table.get(_HEADS, id_) is not None:
                return False
            keys = {ref: f"function#{position:07d}" for position, ref in enumerate(state.functions)}
            items = [_function(id_, keys[each.ref], each) for each in state.functions.values()]
            for some in _parts(items):
                self._table.put_together(some)
            self._keys[id_] = keys
            return self._table.put_if(_head(state.head, 1), "attribute_not_exists(pk)")

    def save(
        self, id_: str, revision: int, head: Head, changed: Sequence[Function], entries: Sequence[Entry]
    ) -> int | None:
        """Write what changed and add to the history; return the new revision, `None` when another wrote meanwhile."""
        items: list[Item] = [_function(id_, self._key(id_, each.ref), each) for each in changed]
        items += [
            {"pk": _of(id_), "sk": f"history#{revision:010d}#{number:05d}", "entry": texts.encode_entry(entry)}
            for number, entry in enumerate(entries)
        ]
        condition, values = "revision = :revision", {":revision": revision}
        parts = _parts(items) or [()]
        with self._told():
            for some in parts[:-1]:
                if not self._table.put_together(some, (_HEADS, id_), condition, values):
                    return None
            if not self._table.put_together(parts[-1], _head(head, revision + 1), condition, values):
                return None
        return revision + 1

    def history(self, id_: str) -> Sequence[Entry]:
        """Return the history, the oldest first."""
        with self._told():
            items = self._table.query(_of(id_), "history#")
        return tuple(texts.decode_entry(str(item["entry"])) for item in items)

    def ask(self, id_: str, command: Command, by: str, at: datetime) -> None:
        """Leave a request for whoever runs the rollout."""
        text = texts.encode_request(texts.RequestText(command, by, at))
        with self._told():
            self._table.put({"pk": _requests(id_), "sk": f"{_sortable(at)}#{uuid4().hex}", "request": text})

    def requests(self, id_: str) -> Sequence[Request]:
        """Return the requests that wait, the oldest first."""
        with self._told():
            items = self._table.query(_requests(id_))
        read = [(str(item["sk"]), texts.decode_request(str(item["request"]))) for item in items]
        return tuple(Request(key, request.command, request.by, request.at) for key, request in read)

    def answer(self, id_: str, key: str) -> None:
        """Take a request away; nothing happens when it is gone."""
        with self._told():
            self._table.delete(_requests(id_), key)

    def _key(self, id_: str, ref: FunctionRef) -> str:
        if id_ not in self._keys:
            self.load(id_)
        return self._keys[id_][ref]


def _head(head: Head, revision: int) -> Item:
    return {"pk": _HEADS, "sk": head.id, "head": texts.encode_head(head), "revision": revision}


def _function(id_: str, key: str, function: Function) -> Item:
    return {"pk": _of(id_), "sk": key, "function": texts.encode_function(function)}


def _parts(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[begin : begin + _TOGETHER] for begin in range(0, len(items), _TOGETHER)]


def _of(id_: str) -> str:
    return f"rollout#{id_}"


def _requests(id_: str) -> str:
    return f"rollout-requests#{id_}"


def _sortable(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
