"""How a rollout stands, as JSON; keys are listed in docs/commands/rollout.md."""

import json
import math
from datetime import datetime
from typing import Any

from lamella.change.rollout.function import Function
from lamella.change.rollout.gates import Reading
from lamella.change.rollout.state import State
from lamella.render.rollout_by_hand import by_hand
from lamella.render.rollout_status_text import readings_of
from lamella.render.rollout_times import bake_ends_at, least_left_s
from lamella.render.rollout_words import instant, kind


def rollout_status_json(state: State, now: datetime) -> str:
    """Return the document."""
    head = state.head
    document = {
        "id": head.id,
        "layer": head.layer,
        "environment": head.environment,
        "digest": head.digest,
        "phase": str(head.phase),
        "stage": head.stage,
        "stages": head.stages,
        "why": head.why,
        "gate_failed": head.gate_failed,
        "strategy": head.settings.strategy.text,
        "started_at": instant(head.started_at),
        "started_by": head.started_by,
        "ended_at": instant(head.ended_at),
        "bake_ends_at": None if head.phase.ended else instant(bake_ends_at(head)),
        "frozen_until": instant(head.frozen_until),
        "least_left_s": least_left_s(head, now),
        "to": [str(move.new) for move in head.moves],
        "functions": [_function(each) for each in state.functions.values()],
        "readings": [_reading(function, reading) for function, reading in readings_of(state)],
        "by_hand": list(by_hand(state)),
    }
    return json.dumps(document, indent=2)


def _function(function: Function) -> dict[str, Any]:
    planned = function.planned
    return {
        "account": function.ref.place.account,
        "region": function.ref.place.region,
        "name": function.ref.name,
        "kind": kind(planned),
        "state": str(function.standing),
        "why": function.why,
        "failed": function.failed,
        "from": str(planned.old),
        "to": str(planned.new),
        "wave": planned.wave,
        "aliases": {alias.name: alias.version for alias in planned.aliases},
        "weights": dict(function.weights),
        "version": function.published,
        "layers_before": [str(layer) for layer in planned.before],
        "layers_after": [str(layer) for layer in planned.after],
        "moved_at": instant(function.moved_at),
        "owner": planned.owner,
    }


def _reading(function: Function | None, reading: Reading) -> dict[str, Any]:
    place = None if function is None else function.ref.place
    return {
        "account": None if place is None else place.account,
        "region": None if place is None else place.region,
        "name": None if function is None else function.ref.name,
        **reading_values(reading),
    }


def reading_values(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON values."""
    return {
        "gate": reading.gate,
        "verdict": str(reading.verdict),
        "value": reading.value,
        "threshold": reading.threshold,
        "evidence": reading.evidence,
        "number": _finite(reading.number),
        "limit": _finite(reading.limit),
        "unit": reading.unit,
        "n": reading.n,
        "baseline_n": reading.baseline_n,
    }


def _finite(number: float | None) -> float | None:
    # JSON has no infinity.
    return number if number is not None and math.isfinite(number) else None
