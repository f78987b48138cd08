"""How rollouts go, from the file: `[rollout]`, and key by key what an environment says otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec import UNSET, Struct

from lamella.config.keypath import KeyPath
from lamella.config.origin import Default, Origin
from lamella.config.rollout_values import (
    argv_of,
    duration_of,
    freeze_of,
    order_of,
    smoke_of,
    strategy_of,
    unique_of,
    wait_of,
    webhook_of,
)
from lamella.config.wire_rollout import GatesTable, NotifyTable, RolloutTable
from lamella.model.rollout import (
    AlarmGate,
    BakeGate,
    CommandGate,
    DurationGate,
    ErrorGate,
    InitGate,
    Notification,
    NotifyCommand,
    RolloutSettings,
    SnsTopic,
    ThrottleGate,
)
from lamella.model.strategy import Strategy

T = TypeVar("T")
D = TypeVar("D")
_Switch = bool | Struct


@dataclass(frozen=True, slots=True)
class Said:
    """A table `rollout`, and where it stands."""

    table: RolloutTable
    where: KeyPath


def rollout_of(said: Sequence[Said]) -> tuple[RolloutSettings, dict[str, Origin]]:
    """Return the settings, and where each of them came from: `strategy`, `gates.errors`, `notify.sns` ...

    Args:
        said: The tables that speak, the one that wins first.

    Raises:
        ConfigError: A value has no meaning, or contradicts another of its table.
    """
    read = _Reading(said)
    plain = RolloutSettings()
    strategy = read.value("strategy", strategy_of, plain.strategy)
    settings = RolloutSettings(
        strategy=strategy,
        bake_s=_bake_s(read, strategy, plain.bake_s),
        wait_for_data_s=read.value("wait_for_data", wait_of, plain.wait_for_data_s),
        baseline_s=read.value("baseline", duration_of, plain.baseline_s),
        gates=_gates(read),
        smoke=read.value("smoke", smoke_of, ()),
        max_failures=read.value("max_failures", _as_it_is, plain.max_failures),
        patience_s=read.value("patience", duration_of, plain.patience_s),
        order_by=read.value("order_by", order_of, ()),
        group_by=read.value("group_by", _as_it_is, None),
        freeze=read.value("freeze", freeze_of, ()),
        notifications=_notifications(read),
    )
    return settings, read.origins


class _Reading:
    """Takes each key from the first table that has it, and notes where it stood."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.said = said
        self.origins: dict[str, Origin] = {}

    def value(self, key: str, read: Callable[[Any, KeyPath], T], default: D) -> T | D:
        *above, name = key.split(".")
        for each in self.said:
            table: Struct = each.table
            for part in above:
                table = getattr(table, part) or _EMPTY[part]
            found = getattr(table, name)
            where = each.where.at(*above, name)
            if found is not UNSET:
                self.origins[key] = where.origin
                return read(found, where)
        self.origins[key] = Default()
        return default


_EMPTY: dict[str, Struct] = {"gates": GatesTable(), "notify": NotifyTable()}


def _as_it_is(value: Any, _: KeyPath) -> Any:  # noqa: ANN401 - wire holds its form
    return value


def _bake_s(read: _Reading, strategy: Strategy, default_s: float) -> float:
    """The nearest table decides, by its `bake` or by the strategy that it chooses; it may not say two things."""
    chosen = next((each for each in read.said if each.table.strategy is not UNSET), None)
    for each in read.said:
        own_s = strategy.bake_s if each is chosen else None
        if each.table.bake:
            where = each.where.at("bake")
            bake_s = duration_of(each.table.bake, where, least_s=0)
            if own_s not in {None, bake_s}:
                raise where.wrong(
                    each.table.bake,
                    f"no `bake` beside `{strategy.text}`",
                    because="this strategy has a bake of its own",
                    hint="take `bake` out, or write a strategy as waves:...",
                )
            read.origins["bake"] = where.origin
            return bake_s
        if own_s is not None:
            read.origins["bake"] = each.where.at("strategy").origin
            return own_s
    read.origins["bake"] = Default()
    return default_s


def _gates(read: _Reading) -> tuple[BakeGate, ...]:
    found = (
        read.value("gates.errors", _gate(ErrorGate), ErrorGate()),
        read.value("gates.throttles", _gate(ThrottleGate), ThrottleGate()),
        read.value("gates.duration", _gate(DurationGate), None),
        read.value("gates.init", _gate(InitGate), InitGate()),
        *read.value("alarms", unique_of(lambda name, _: AlarmGate(name)), ()),
        *read.value("checks", unique_of(lambda command, where: CommandGate(argv_of(command, where))), ()),
    )
    return tuple(gate for gate in found if gate is not None)


def _gate(kind: Callable[..., T]) -> Callable[[Any, KeyPath], T | None]:
    def read(said: _Switch, _: KeyPath) -> T | None:
        if isinstance(said, bool):
            return kind() if said else None
        fields = {name: getattr(said, name) for name in said.__struct_fields__}
        return kind(**{name: value for name, value in fields.items() if value is not UNSET})

    return read


def _notifications(read: _Reading) -> tuple[Notification, ...]:
    found = (
        read.value("notify.sns", lambda arn, _: SnsTopic(arn), None),
        read.value("notify.webhook", webhook_of, None),
        read.value("notify.command", lambda command, where: NotifyCommand(argv_of(command, where)), None),
    )
    return tuple(each for each in found if each is not None)
