"""What is written down while a Plan is applied: journal lines, and records of published and deleted versions."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from lamella.change.action import Action, DeleteLayerVersion, KeepLayerVersion, PublishLayerVersion
from lamella.change.applying import record_of
from lamella.change.journal import Done, Failed, Line, Started
from lamella.change.plan import Plan, Step
from lamella.change.record import Published
from lamella.change.world import Effect
from lamella.errors import AwsError, LamellaError, StateError
from lamella.model.arn import LayerVersionArn
from lamella.state.store import Store


@dataclass(frozen=True, slots=True)
class Ledger:
    """Journal and records of one Plan; each method raises StateError when it could not write."""

    store: Store
    plan: Plan
    digest: str
    now: Callable[[], datetime]
    _known: dict[LayerVersionArn, list[Published]] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def read_records(self) -> None:
        """Read the records of the versions that the Plan keeps copies of or deletes."""
        going = {
            step.action.version
            for step in self.plan.steps
            if isinstance(step.action, KeepLayerVersion | DeleteLayerVersion)
        }
        if going:
            with _told("the state store could not be read"):
                for record in self.store.records():
                    if record.arn in going:
                        self._known.setdefault(record.arn, []).append(record)

    def lines(self) -> Iterable[Line]:
        """Return what earlier runs wrote."""
        with _told("the journal could not be read"):
            return self.store.lines(self.digest)

    def write(self, line: Line) -> None:
        """Write any line."""
        with _told("the journal could not be written"):
            self.store.write(self.digest, line)

    def start(self, step: Step) -> None:
        """Note that a Step is about to be tried."""
        self.write(Started(self.now(), step.id))

    def fail(self, step: Step, error: LamellaError, *, in_doubt: bool) -> None:
        """Note that a Step failed."""
        self.write(
            Failed(self.now(), step.id, error.what, error.why, error.hint, in_doubt, error.exit_code),
        )

    def settle(self, step: Step, action: Action, effect: Effect) -> None:
        """Note that a Step's effect is there: the record first, so that a Done line never stands without it."""
        with _told("the state store could not be written"):
            self._record(action, effect)
        self.write(Done(self.now(), step.id, effect.version, effect.already))

    def _record(self, action: Action, effect: Effect) -> None:
        match action:
            case PublishLayerVersion() if effect.version is not None:
                self.store.record(record_of(self.plan, action, effect.version, self.now(), self.digest))
            case KeepLayerVersion(_, version, _, _, destination):
                self._change(version, lambda record: replace(record, kept_at=destination))
            case DeleteLayerVersion(_, version):
                self._change(version, lambda record: replace(record, deleted_at=record.deleted_at or self.now()))
            case _:
                pass

    def _change(self, version: LayerVersionArn, how: Callable[[Published], Published]) -> None:
        with self._guard:
            changed = [how(record) for record in self._known.get(version, ())]
            self._known[version] = changed
        for record in changed:
            self.store.record(record)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except AwsError as error:
        # The table of a team's state store is not part of the world that the Plan changes.
        raise StateError(what, why=error.in_one_line, hint=error.hint) from error
