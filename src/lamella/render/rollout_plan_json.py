"""The plan of a rollout as JSON."""

import json
from dataclasses import replace

from lamella.change.rollout.document import digest, plan_to_json
from lamella.change.rollout.plan import RolloutPlan
from lamella.model.rollout import Webhook


def rollout_plan_json(plan: RolloutPlan, id_: str | None = None) -> str:
    """Return the saved plan's document, with `digest`, `stages`, and, once it was started, the rollout's `id`.

    Addresses of webhooks, which may hold secrets, are cut to scheme and host.
    """
    shown = tuple(Webhook(it.shown) if isinstance(it, Webhook) else it for it in plan.settings.notifications)
    document = json.loads(plan_to_json(replace(plan, settings=replace(plan.settings, notifications=shown))))
    document |= {"id": id_, "digest": digest(plan), "stages": plan.stages}
    return json.dumps(document, indent=2)
