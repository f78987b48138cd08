"""What the user wants of a rollout: strategy, gates, patience, freeze windows, notifications."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from lamella.model.freeze import Freeze
from lamella.model.strategy import Strategy, parse_strategy

DEFAULT_STRATEGY = "waves:1 function,5%,25%,100%"
DEFAULT_BAKE_S = 600.0


@dataclass(frozen=True, slots=True)
class SmokeEvent:
    """An event for a real invocation.

    Attributes:
        payload: JSON value.
        expect: What the answer must contain, as `lamella test` reads it (`model.expectation`); `None` for no more than
            an answer without a function error.
    """

    payload: Any
    expect: Any = None


@dataclass(frozen=True, slots=True)
class Smoke:
    """Each function whose name matches is invoked with each event as soon as it has the new version.

    Attributes:
        functions: Regular expression, the whole name; empty for every function.
        events: At least one, once `file` is read.
        file: JSON, relative to lamella.toml; empty where there is none.
    """

    functions: str
    events: tuple[SmokeEvent, ...]
    file: str = ""


@dataclass(frozen=True, slots=True)
class ErrorGate:
    """The share of failed invocations must not be greater than in the same function's baseline window.

    One-sided exact test of two proportions. `alpha` is spent over waves, functions and looks, so it bounds how
    probably the gate stops a whole rollout of a version that is no worse.

    Attributes:
        alpha: 0 < alpha < 1.
        min_invocations: With the new version; below it the verdict is "not enough data".
    """

    alpha: float = 0.01
    min_invocations: int = 50


@dataclass(frozen=True, slots=True)
class ThrottleGate:
    """The same test for throttled invocations."""

    alpha: float = 0.01
    min_invocations: int = 50


@dataclass(frozen=True, slots=True)
class DurationGate:
    """The 99th percentile of durations is at most `ratio` times the baseline's."""

    ratio: float = 1.5
    min_invocations: int = 300


@dataclass(frozen=True, slots=True)
class InitGate:
    """Init durations of cold starts, from REPORT lines.

    It fails when the median is over `ratio` times the baseline's and a one-sided rank test at `alpha` (spent as in
    ErrorGate) says that it is no chance, or when the median is over `most_ms`.

    Attributes:
        ratio: 1 or more.
        most_ms: An absolute limit; `None` for none.
    """

    ratio: float = 1.2
    alpha: float = 0.01
    min_cold_starts: int = 5
    most_ms: float | None = None


@dataclass(frozen=True, slots=True)
class AlarmGate:
    """A CloudWatch alarm is not in state ALARM, in each place of the stage where an alarm of that name exists."""

    name: str


@dataclass(frozen=True, slots=True)
class CommandGate:
    """A command of the user ends with 0; 75 means "not enough data"; anything else is a failure.

    Attributes:
        argv: Run without a shell, in the project's folder; on standard input the stage's functions as JSON.
    """

    argv: tuple[str, ...]


BakeGate = ErrorGate | ThrottleGate | DurationGate | InitGate | AlarmGate | CommandGate


@dataclass(frozen=True, slots=True)
class SnsTopic:
    """Notifications go to an SNS topic."""

    arn: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """Notifications go by POST, as JSON, to an address (which may hold a secret: it is never shown whole)."""

    url: str

    @property
    def shown(self) -> str:
        """Scheme and host; what follows may be the secret."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname or ''}/***"


@dataclass(frozen=True, slots=True)
class NotifyCommand:
    """Notifications go to a command's standard input, as JSON."""

    argv: tuple[str, ...]


Notification = SnsTopic | Webhook | NotifyCommand


class Notice(StrEnum):
    """What is told."""

    GATE_FAILED = "gate failed"
    ROLLED_BACK = "rolled back"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RolloutSettings:
    """Everything that decides how a rollout goes; from flags, file and defaults.

    Attributes:
        strategy: See there.
        bake_s: After each stage; 0 means that no gate waits for data. What the strategy itself says is in it already.
        wait_for_data_s: How long, after the bake, a gate without enough data is waited for before the rollout goes
            on; `inf` for ever, `None` as long as the bake.
        baseline_s: Length of the baseline window, which ends when the function is moved.
        gates: Judged at each `advance` while a stage bakes, and at its end.
        smoke: Judged at once for each function; the first whose `functions` matches counts.
        max_failures: At this many functions that fail a gate, or break, everything is rolled back; with fewer, only
            the function itself. While a function's smoke is unknown it counts as a failure to come.
        patience_s: How long a function may stay in an update, or a version in making, before it is given up.
        order_by: Tags, `environment=staging`: functions that have an earlier one come first.
        group_by: Tag key: no two functions of one value join in the same wave; `None` for no such rule.
        freeze, notifications: See there.
    """

    strategy: Strategy = field(default_factory=lambda: parse_strategy(DEFAULT_STRATEGY))
    bake_s: float = DEFAULT_BAKE_S
    wait_for_data_s: float | None = None
    baseline_s: float = 86_400.0
    gates: tuple[BakeGate, ...] = (ErrorGate(), ThrottleGate(), InitGate())
    smoke: tuple[Smoke, ...] = ()
    max_failures: int = 1
    patience_s: float = 300.0
    order_by: tuple[tuple[str, str], ...] = ()
    group_by: str | None = None
    freeze: tuple[Freeze, ...] = ()
    notifications: tuple[Notification, ...] = ()

    def chosen(  # noqa: PLR0913 - one for each flag
        self,
        *,
        strategy: Strategy | None = None,
        bake_s: float | None = None,
        wait_for_data_s: float | None = None,
        baseline_s: float | None = None,
        gates: tuple[BakeGate, ...] | None = None,
        smoke: tuple[Smoke, ...] | None = None,
        max_failures: int | None = None,
        order_by: tuple[tuple[str, str], ...] | None = None,
        group_by: str | None = None,
    ) -> "RolloutSettings":
        """Return the settings with what the command line says; `None` says nothing.

        A strategy's own bake holds unless `bake_s` is given.
        """
        if bake_s is None and strategy is not None:
            bake_s = strategy.bake_s
        said: dict[str, Any] = {
            "strategy": strategy,
            "bake_s": bake_s,
            "wait_for_data_s": wait_for_data_s,
            "baseline_s": baseline_s,
            "gates": gates,
            "smoke": smoke,
            "max_failures": max_failures,
            "order_by": order_by,
            "group_by": group_by,
        }
        return replace(self, **{name: value for name, value in said.items() if value is not None})
