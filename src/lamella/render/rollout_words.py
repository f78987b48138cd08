"""What the renderers of rollouts share: gates, layers, weights and times in a few words."""

import re
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import assert_never

from lamella.change.rollout.function import PlannedFunction
from lamella.model.arn import LayerVersionArn
from lamella.model.durations import duration_text
from lamella.model.rollout import (
    AlarmGate,
    BakeGate,
    CommandGate,
    DurationGate,
    ErrorGate,
    InitGate,
    RolloutSettings,
    ThrottleGate,
)
from lamella.render.size import many

IN_PLACE = "in place"
ALIASED = "aliased"


def kind(planned: PlannedFunction) -> str:
    """Return how a function moves, as in JSON."""
    return ALIASED if planned.aliases else IN_PLACE


def way(planned: PlannedFunction) -> str:
    """Return how a function moves: `in place`, `live 7, beta 8 (provisioned)`."""
    aliases = (f"{it.name} {it.version}{' (provisioned)' if it.provisioned else ''}" for it in planned.aliases)
    return ", ".join(aliases) or IN_PLACE


def short_layers(layers: Sequence[LayerVersionArn]) -> str:
    """Return `tools:3, data:7`."""
    return ", ".join(each.short for each in layers)


def layers_change(planned: PlannedFunction) -> str:
    """Return the list of $LATEST, before and after at once: `tools:3, data:7 -> data:8, extras:1`."""
    pairs = zip(planned.before, planned.after, strict=True)
    return ", ".join(old.short if old == new else f"{old.short} -> {new.short}" for old, new in pairs)


def gate_name(gate: BakeGate) -> str:
    """Return a gate as readings name it."""
    match gate:
        case ErrorGate():
            return "errors"
        case ThrottleGate():
            return "throttles"
        case DurationGate():
            return "duration"
        case InitGate():
            return "init"
        case AlarmGate(name):
            return f"alarm {name}"
        case CommandGate(argv):
            return f"command {shlex.join(argv)}"
        case _:
            assert_never(gate)


def smoke_events(settings: RolloutSettings, name: str) -> int:
    """Return with how many events a function of this name is invoked."""
    for smoke in settings.smoke:
        if not smoke.functions or re.fullmatch(smoke.functions, name):
            return len(smoke.events)
    return 0


def gates_of(settings: RolloutSettings, name: str) -> tuple[str, ...]:
    """Return the gates that a function of this name meets."""
    events = smoke_events(settings, name)
    smoke = (f"smoke ({many(events, 'event')})",) if events else ()
    return (*smoke, *(gate_name(gate) for gate in settings.gates))


def settings_words(settings: RolloutSettings) -> tuple[str, ...]:
    """Return how a rollout goes, a line each."""
    wait_s = settings.bake_s if settings.wait_for_data_s is None else settings.wait_for_data_s
    gates = [gate_name(gate) for gate in settings.gates]
    if settings.smoke:
        gates.insert(0, "smoke")
    lines = [
        f"strategy {settings.strategy.text}, bake {duration_text(settings.bake_s)}",
        f"gates {', '.join(gates) or 'none'}",
    ]
    if gates:
        lines.append(
            f"baseline {duration_text(settings.baseline_s)}, waits for data {duration_text(wait_s)},"
            f" all go back at {many(settings.max_failures, 'failed function')}"
        )
    if settings.order_by:
        lines.append(f"first {', '.join(f'{key}={value}' for key, value in settings.order_by)}")
    if settings.group_by is not None:
        lines.append(f"never two of one {settings.group_by} in a wave")
    if settings.freeze:
        lines.append(f"no stage begins in {', '.join(window.text for window in settings.freeze)}")
    return tuple(lines)


def percent(share: float) -> str:
    """Return `10 %`."""
    return f"{share * 100:.4g} %"


def moment(at: datetime | None) -> str:
    """Return a moment in UTC to the second; a dash where there is none."""
    return "-" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def instant(at: datetime | None) -> str | None:
    """Return a moment for JSON and CSV: ISO 8601 in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat()
