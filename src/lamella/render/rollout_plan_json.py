"""The plan of a rollout as JSON."""

import json

from lamella.change.rollout.document import digest, plan_to_json
from lamella.change.rollout.plan import RolloutPlan


def rollout_plan_json(plan: RolloutPlan, id_: str | None = None) -> str:
    """Return the saved plan's document, with `digest`, `stages`, and, once it was started, the rollout's `id`."""
    document = json.loads(plan_to_json(plan))
    document |= {"id": id_, "digest": digest(plan), "stages": plan.stages}
    return json.dumps(document, indent=2)
