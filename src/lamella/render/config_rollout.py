"""How rollouts go, as `config show` prints it; secrets of addresses and events are left out."""

import shlex

from lamella.model.durations import duration_text
from lamella.model.rollout import (
    AlarmGate,
    BakeGate,
    CommandGate,
    DurationGate,
    ErrorGate,
    InitGate,
    NotifyCommand,
    RolloutSettings,
    Smoke,
    SnsTopic,
    ThrottleGate,
    Webhook,
)

Json = str | int | float | None | list["Json"] | dict[str, "Json"]


def rollout_values(settings: RolloutSettings) -> dict[str, Json]:
    """Return the values by key of a table `rollout`."""
    wait_s = settings.wait_for_data_s
    return {
        "strategy": settings.strategy.text,
        "bake": duration_text(settings.bake_s),
        "wait_for_data": None if wait_s is None else duration_text(wait_s),
        "baseline": duration_text(settings.baseline_s),
        "max_failures": settings.max_failures,
        "patience": duration_text(settings.patience_s),
        "order_by": [f"{key}={value}" for key, value in settings.order_by],
        "group_by": settings.group_by,
        "freeze": [window.text for window in settings.freeze],
        "gates.errors": _gate(settings, ErrorGate),
        "gates.throttles": _gate(settings, ThrottleGate),
        "gates.duration": _gate(settings, DurationGate),
        "gates.init": _gate(settings, InitGate),
        "alarms": [gate.name for gate in settings.gates if isinstance(gate, AlarmGate)],
        "checks": [shlex.join(gate.argv) for gate in settings.gates if isinstance(gate, CommandGate)],
        "smoke": [_smoke(each) for each in settings.smoke],
        **_notify(settings),
    }


def _gate(settings: RolloutSettings, kind: type[BakeGate]) -> Json:
    for gate in settings.gates:
        match gate:
            case ErrorGate(alpha, least) | ThrottleGate(alpha, least) if isinstance(gate, kind):
                return {"alpha": alpha, "min_invocations": least}
            case DurationGate(ratio, least) if isinstance(gate, kind):
                return {"ratio": ratio, "min_invocations": least}
            case InitGate(ratio, alpha, least, most_ms) if isinstance(gate, kind):
                return {"ratio": ratio, "alpha": alpha, "min_cold_starts": least, "most_ms": most_ms}
            case _:
                continue
    return "off"


def _smoke(smoke: Smoke) -> Json:
    return {"functions": smoke.functions or "all", "events": len(smoke.events)}


def _notify(settings: RolloutSettings) -> dict[str, Json]:
    found: dict[str, Json] = {"notify.sns": None, "notify.webhook": None, "notify.command": None}
    for each in settings.notifications:
        match each:
            case SnsTopic(arn):
                found["notify.sns"] = arn
            case Webhook():
                found["notify.webhook"] = each.shown
            case NotifyCommand(argv):
                found["notify.command"] = shlex.join(argv)
    return found
