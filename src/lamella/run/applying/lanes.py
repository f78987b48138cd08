"""Which Steps may be tried now: those of a place one after the other, places side by side."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from lamella.change.applying import NotTried, Outcome, Succeeded, needs
from lamella.change.plan import Step
from lamella.model.place import Place


class Lanes:
    """A lane for each place; the Plan's order holds within it.

    The earliest Step of the Plan that has not ended stands first in its lane and waits for none, since Steps only
    name earlier ones: there is always something to do until everything has ended.

    Args:
        steps: In the Plan's order.
        settled: Outcomes that are known already.
    """

    def __init__(self, steps: Iterable[Step], settled: Mapping[str, Outcome]) -> None:
        self.outcomes: dict[str, Outcome] = dict(settled)
        self._waiting: dict[Place, deque[Step]] = {}
        self._busy: set[Place] = set()
        for step in steps:
            if step.id not in settled:
                self._waiting.setdefault(step.action.place, deque()).append(step)

    def take(self) -> list[Step]:
        """Return the Steps that may be tried now, at most one a place; `end` must be called for each."""
        taken: list[Step] = []
        while True:
            ended = len(self.outcomes)
            taken.extend(self._ready())
            if len(self.outcomes) == ended:
                return taken

    def end(self, step: Step, outcome: Outcome) -> None:
        """Note what a taken Step came to."""
        self.outcomes[step.id] = outcome
        self._busy.discard(step.action.place)

    def stop(self, why: str, place: Place | None = None) -> None:
        """Try no further Step, of one place or at all."""
        for lane, steps in self._waiting.items():
            if place in {None, lane}:
                self.outcomes |= {step.id: NotTried(why) for step in steps}
                steps.clear()

    def _ready(self) -> Iterator[Step]:
        for place, steps in self._waiting.items():
            while steps and place not in self._busy:
                wanted = needs(steps[0])
                blocking = next((name for name in wanted if self._failed(name)), None)
                if blocking is not None:
                    self.outcomes[steps.popleft().id] = NotTried(f"`{blocking}` was not done")
                elif all(name in self.outcomes for name in wanted):
                    self._busy.add(place)
                    yield steps.popleft()
                else:
                    break

    def _failed(self, name: str) -> bool:
        return name in self.outcomes and not isinstance(self.outcomes[name], Succeeded)
