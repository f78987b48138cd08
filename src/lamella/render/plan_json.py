"""A Plan, and what applying it came to, as JSON; keys are listed in docs/commands/apply.md."""

from typing import Any, assert_never

import msgspec

from lamella.change.applying import Applied, Broken, NotTried, Outcome, Succeeded
from lamella.change.document import as_document
from lamella.change.plan import Plan


def plan_json(plan: Plan, applied: Applied | None = None) -> str:
    """Return the saved Plan's document; with `applied`, one more key of that name."""
    document = as_document(plan)
    if applied is not None:
        document["applied"] = {
            "exit_code": applied.exit_code,
            "steps": [{"id": step.id} | outcome_values(applied.outcomes[step.id]) for step in plan.steps],
        }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def outcome_values(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as JSON values; `outcome` is `done`, `failed` or `not tried`."""
    match outcome:
        case Succeeded(version, already, earlier):
            return {
                "outcome": "done",
                "version": None if version is None else str(version),
                "already": already,
                "earlier": earlier,
            }
        case Broken(error, in_doubt):
            return {
                "outcome": "failed",
                "what": error.what,
                "why": error.why,
                "hint": error.hint,
                "in_doubt": in_doubt,
            }
        case NotTried(why):
            return {"outcome": "not tried", "why": why}
        case _:
            assert_never(outcome)
