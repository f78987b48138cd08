"""What the file says about checks, as JSON values."""

from lamella.model.check import CheckSettings
from lamella.render.config_rollout import Json


def check_values(settings: CheckSettings) -> dict[str, Json]:
    """Return key -> value."""
    return {
        "block": settings.block.value,
        "review": settings.review.value,
        "fail_on": settings.fail_on.value,
        "licences_allow": list(settings.licences_allow),
        "licences_deny": list(settings.licences_deny),
        "advisory_db": settings.advisory_db or None,
        "advisory_max_age": f"{settings.advisory_max_age.total_seconds():.0f}s",
        "publishers": list(settings.publishers),
        "baseline": settings.baseline or None,
        "allow": [
            {
                "rule": each.rule,
                "sha256": each.sha256,
                "release": each.release,
                "reason": each.reason,
                "owner": each.owner,
                "expires": str(each.expires),
            }
            for each in settings.allow
        ],
    }
