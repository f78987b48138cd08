"""Settings of a rollout as they stand in plans and in the store, and back."""

import math
from typing import Any, Literal, assert_never

from msgspec import Struct

from lamella.model.freeze import Freeze
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
    Smoke,
    SmokeEvent,
    SnsTopic,
    ThrottleGate,
    Webhook,
)
from lamella.model.strategy import Count, Percent, Strategy, WaveSize


class _Count(Struct, frozen=True, tag_field="size", tag="functions"):
    functions: int


class _Percent(Struct, frozen=True, tag_field="size", tag="percent"):
    percent: float


class _Strategy(Struct, frozen=True):
    text: str
    waves: list[_Count | _Percent]
    weights: list[float]
    bake_s: float | None


class _Errors(Struct, frozen=True, tag_field="gate", tag="errors"):
    alpha: float
    min_invocations: int


class _Throttles(Struct, frozen=True, tag_field="gate", tag="throttles"):
    alpha: float
    min_invocations: int


class _Duration(Struct, frozen=True, tag_field="gate", tag="duration"):
    ratio: float
    min_invocations: int


class _Init(Struct, frozen=True, tag_field="gate", tag="init"):
    ratio: float
    alpha: float
    min_cold_starts: int
    most_ms: float | None


class _Alarm(Struct, frozen=True, tag_field="gate", tag="alarm"):
    name: str


class _Command(Struct, frozen=True, tag_field="gate", tag="command"):
    argv: list[str]


_Gate = _Errors | _Throttles | _Duration | _Init | _Alarm | _Command


class _SmokeEvent(Struct, frozen=True):
    payload: Any
    expect: Any


class _Smoke(Struct, frozen=True):
    functions: str
    events: list[_SmokeEvent]
    file: str


class _Freeze(Struct, frozen=True):
    text: str
    begin_min: int
    end_min: int
    zone: str


class _Sns(Struct, frozen=True, tag_field="notify", tag="sns"):
    arn: str


class _Webhook(Struct, frozen=True, tag_field="notify", tag="webhook"):
    url: str


class _NotifyCommand(Struct, frozen=True, tag_field="notify", tag="command"):
    argv: list[str]


_Notification = _Sns | _Webhook | _NotifyCommand


class SettingsWire(Struct, frozen=True):
    """Settings; infinity is `forever`."""

    strategy: _Strategy
    bake_s: float
    wait_for_data_s: float | Literal["forever"] | None
    baseline_s: float
    gates: list[_Gate]
    smoke: list[_Smoke]
    max_failures: int
    patience_s: float
    order_by: list[tuple[str, str]]
    group_by: str | None
    freeze: list[_Freeze]
    notifications: list[_Notification]


def settings_wire(settings: RolloutSettings) -> SettingsWire:
    """Return what is written of settings."""
    strategy, wait_s = settings.strategy, settings.wait_for_data_s
    return SettingsWire(
        _Strategy(
            strategy.text, [_wave_wire(wave) for wave in strategy.waves], list(strategy.weights), strategy.bake_s
        ),
        settings.bake_s,
        "forever" if wait_s is not None and math.isinf(wait_s) else wait_s,
        settings.baseline_s,
        [_gate_wire(gate) for gate in settings.gates],
        [
            _Smoke(it.functions, [_SmokeEvent(event.payload, event.expect) for event in it.events], it.file)
            for it in settings.smoke
        ],
        settings.max_failures,
        settings.patience_s,
        list(settings.order_by),
        settings.group_by,
        [_Freeze(it.text, it.begin_min, it.end_min, it.zone) for it in settings.freeze],
        [_notification_wire(it) for it in settings.notifications],
    )


def settings_of(wire: SettingsWire) -> RolloutSettings:
    """Return the settings that were written."""
    strategy, wait_s = wire.strategy, wire.wait_for_data_s
    return RolloutSettings(
        Strategy(strategy.text, tuple(map(_wave, strategy.waves)), tuple(strategy.weights), strategy.bake_s),
        wire.bake_s,
        math.inf if isinstance(wait_s, str) else wait_s,
        wire.baseline_s,
        tuple(map(_gate, wire.gates)),
        tuple(
            Smoke(it.functions, tuple(SmokeEvent(event.payload, event.expect) for event in it.events), it.file)
            for it in wire.smoke
        ),
        wire.max_failures,
        wire.patience_s,
        tuple(wire.order_by),
        wire.group_by,
        tuple(Freeze(it.text, it.begin_min, it.end_min, it.zone) for it in wire.freeze),
        tuple(map(_notification, wire.notifications)),
    )


def _wave_wire(wave: WaveSize) -> _Count | _Percent:
    return _Count(wave.functions) if isinstance(wave, Count) else _Percent(wave.percent)


def _wave(wire: _Count | _Percent) -> WaveSize:
    return Count(wire.functions) if isinstance(wire, _Count) else Percent(wire.percent)


def _gate_wire(gate: BakeGate) -> _Gate:
    match gate:
        case ErrorGate(alpha, least):
            return _Errors(alpha, least)
        case ThrottleGate(alpha, least):
            return _Throttles(alpha, least)
        case DurationGate(ratio, least):
            return _Duration(ratio, least)
        case InitGate(ratio, alpha, least, most_ms):
            return _Init(ratio, alpha, least, most_ms)
        case AlarmGate(name):
            return _Alarm(name)
        case CommandGate(argv):
            return _Command(list(argv))
        case _:
            assert_never(gate)


def _gate(wire: _Gate) -> BakeGate:
    match wire:
        case _Errors():
            return ErrorGate(wire.alpha, wire.min_invocations)
        case _Throttles():
            return ThrottleGate(wire.alpha, wire.min_invocations)
        case _Duration():
            return DurationGate(wire.ratio, wire.min_invocations)
        case _Init():
            return InitGate(wire.ratio, wire.alpha, wire.min_cold_starts, wire.most_ms)
        case _Alarm():
            return AlarmGate(wire.name)
        case _Command():
            return CommandGate(tuple(wire.argv))
        case _:
            assert_never(wire)


def _notification_wire(notification: Notification) -> _Notification:
    match notification:
        case SnsTopic(arn):
            return _Sns(arn)
        case Webhook(url):
            return _Webhook(url)
        case NotifyCommand(argv):
            return _NotifyCommand(list(argv))
        case _:
            assert_never(notification)


def _notification(wire: _Notification) -> Notification:
    match wire:
        case _Sns():
            return SnsTopic(wire.arn)
        case _Webhook():
            return Webhook(wire.url)
        case _NotifyCommand():
            return NotifyCommand(tuple(wire.argv))
        case _:
            assert_never(wire)
