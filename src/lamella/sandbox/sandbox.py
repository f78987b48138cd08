"""A function with its layers in a local Lambda."""

import json
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache as remembered
from functools import partial
from pathlib import Path
from typing import Self

from lamella.config.load import Machine, settings_alone
from lamella.config.project import Overrides
from lamella.errors import UsageError
from lamella.sandbox.cells import isolation as isolations
from lamella.sandbox.cells import stale
from lamella.sandbox.cells.open_cell import open_cell
from lamella.sandbox.environment.environment import ExecutionEnvironment
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.lifecycle.events import UNNAMED, Origin
from lamella.sandbox.outcome import Invocation, Isolation, Mechanism
from lamella.sandbox.rooms.prepared import Needs, Prepared, prepare

_SCRATCH = "sandboxes"
_STRICT = Rules()


class Sandbox:
    """One execution environment of a function, as Lambda makes it: cold at the first event, warm from then on.

    Use it as a context manager; leaving it leaves no process, mount or folder behind. Folders are prepared on entry;
    the environment starts at the first event, or at `start`. Many sandboxes may be open at once; one sandbox answers
    one event after the other.

    Args:
        function: What to run.
        layers: Zips in the order in which the function lists them; later ones win.
        rules: How strict it is.
        mechanism: Forces a way of isolation; `None` takes the best that works here.
        runtime_boto3: The runtime's own boto3: `None` for lamella's pinned release, `False` for none, `"1.40"` for the
            newest of that line.
        environ: For finding interpreters, uv's settings and `LAMELLA_CACHE`; the process's by default. The function
            sees nothing of it.
        cache: Lamella's cache; by default where the environment says.
    """

    def __init__(  # noqa: PLR0913 - each is a choice of its own, and all but the first have a default
        self,
        function: Function,
        layers: Sequence[Path] = (),
        *,
        rules: Rules = _STRICT,
        mechanism: Mechanism | None = None,
        runtime_boto3: str | bool | None = None,
        environ: Mapping[str, str] | None = None,
        cache: Path | None = None,
    ) -> None:
        own_environ = dict(os.environ if environ is None else environ)
        folder = (cache or default_cache(own_environ)).absolute()
        paths = tuple(Path(layer).absolute() for layer in layers)
        self._needs = Needs(function, paths, runtime_boto3, own_environ, folder)
        self._rules = rules
        self._mechanism = mechanism
        self._scratch = folder / _SCRATCH
        self._guard = threading.Lock()
        self._prepared: Prepared | None = None
        self._environment: ExecutionEnvironment | None = None

    def __enter__(self) -> Self:
        self._scratch.mkdir(parents=True, exist_ok=True)
        stale.sweep(self._scratch)
        self._prepared = prepare(self._needs, self._scratch)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def isolation(self) -> Isolation:
        """How it is kept apart from the machine.

        Raises:
            CannotRunError: The forced mechanism does not work here.
        """
        return isolations.with_rules(_probed(self._scratch, self._mechanism), self._rules)

    @property
    def rooms(self) -> Rooms:
        """The folders that it was made of, while it is open.

        Raises:
            UsageError: It is not open.
        """
        if self._prepared is None:
            raise _not_open()
        return self._prepared.rooms

    def start(self) -> None:
        """Begin the init without waiting for its end; does nothing when it began before."""
        self._started()

    def invoke(self, event: object, origin: Origin = UNNAMED) -> Invocation:
        """Send an event and wait for the answer; after a crash or a timeout the environment starts anew, as on Lambda.

        Args:
            event: Anything that JSON can hold.
            origin: How the caller named the function; by default as its unqualified ARN.

        Raises:
            UsageError: JSON cannot hold the event.
        """
        try:
            text = json.dumps(event, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise UsageError("the event is not JSON", why=str(error)) from error
        return self._started().invoke(text, origin)

    def accessed(self) -> tuple[str, ...]:
        """Return the paths relative to /opt that were read so far; only with `Rules.traced`."""
        return self._environment.cell.accessed() if self._environment else ()

    def probed(self) -> tuple[str, ...]:
        """Return the paths relative to /opt whose open failed since the last call; only with `Rules.probed`."""
        return self._environment.cell.probed() if self._environment else ()

    def close(self) -> None:
        """End it; may be called twice."""
        with self._guard:
            environment, self._environment = self._environment, None
            prepared, self._prepared = self._prepared, None
        try:
            if environment:
                environment.close()
        finally:
            if prepared:
                prepared.close()

    def _started(self) -> ExecutionEnvironment:
        with self._guard:
            if self._prepared is None:
                raise _not_open()
            if self._environment is None:
                open_one = partial(
                    open_cell,
                    self._prepared.rooms,
                    self._needs.function,
                    self._rules,
                    scratch=self._scratch,
                    isolation=_probed(self._scratch, self._mechanism),
                )
                self._environment = ExecutionEnvironment(self._needs.function, open_one)
                self._environment.start()
            return self._environment


def _not_open() -> UsageError:
    return UsageError("the sandbox is not open", hint="use it in a `with` block")


def default_cache(environ: Mapping[str, str]) -> Path:
    """Return lamella's cache where no project says another one.

    Raises:
        ConfigError: A LAMELLA_ variable is wrong.
    """
    home = Path(environ.get("HOME") or Path("~").expanduser())
    return settings_alone(Overrides(), environ, Machine(Path.cwd(), home, sys.platform, 1)).cache


@remembered
def _probed(scratch: Path, mechanism: Mechanism | None) -> Isolation:
    """What works here does not change while lamella runs; finding out starts processes."""
    return isolations.probe(scratch, mechanism)
