"""Reads the states of CloudWatch alarms."""

from collections.abc import Sequence

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.change.rollout.judging.told import AlarmState, AlarmValue
from lamella.model.place import Place

# DescribeAlarms takes so many names at once (CloudWatch API reference).
_MOST_NAMES = 100


def alarm_states(clients: Clients, place: Place, names: Sequence[str]) -> tuple[AlarmState, ...]:
    """Return the alarms of these names that exist in a place, metric alarms and composite ones.

    Raises:
        AwsError: They could not be read.
    """
    found: list[AlarmState] = []
    wanted = sorted(set(names))
    for first in range(0, len(wanted), _MOST_NAMES):
        with translated(Call(f"read alarms in {place}", "cloudwatch:DescribeAlarms")):
            told = clients.cloudwatch(place).describe_alarms(
                AlarmNames=wanted[first : first + _MOST_NAMES], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
            )
        found += [
            AlarmState(place, it["AlarmName"], AlarmValue(it["StateValue"]), it.get("StateReason", ""))
            for it in [*told.get("MetricAlarms", []), *told.get("CompositeAlarms", [])]
        ]
    return tuple(found)
