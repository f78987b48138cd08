"""How layers are checked, from the file."""

from datetime import timedelta

from msgspec import UnsetType

from lamella.config.keypath import KeyPath
from lamella.config.origin import Origin
from lamella.config.precedence import origins_of
from lamella.config.wire_check import CheckTable
from lamella.model.check import Allowed, CheckSettings
from lamella.model.durations import parse_duration


def check_of(table: CheckTable | UnsetType, where: KeyPath) -> tuple[CheckSettings, dict[str, Origin]]:
    """Return the settings, and where each of them came from.

    Raises:
        ConfigError: An entry of the allow-list names no rule, or a review threshold is above the one that blocks.
    """
    said = CheckTable() if isinstance(table, UnsetType) else table
    plain = CheckSettings()
    age = (
        plain.advisory_max_age
        if isinstance(said.advisory_max_age, UnsetType)
        else timedelta(seconds=parse_duration(said.advisory_max_age))
    )
    settings = CheckSettings(
        block=said.block or plain.block,
        review=said.review or plain.review,
        fail_on=said.fail_on or plain.fail_on,
        licences_allow=tuple(said.licences_allow or ()),
        licences_deny=tuple(said.licences_deny or ()),
        advisory_db=said.advisory_db or "",
        advisory_max_age=age,
        publishers=tuple(said.publishers or ()),
        allow=tuple(
            Allowed(each.rule, each.sha256, each.release, each.reason, each.owner, each.expires)
            for each in said.allow or ()
        ),
        baseline=said.baseline or "",
    )
    return settings, origins_of(said, where)
