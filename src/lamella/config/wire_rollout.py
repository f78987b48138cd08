"""The shape of `[rollout]` and `[environments.NAME.rollout]`."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from lamella.config.wire_types import (
    Alpha,
    Command,
    Count,
    Duration,
    JsonValue,
    Plain,
    Ratio,
    TagPair,
    Text,
    TopicArn,
    Wait,
)


class ErrorGateTable(Struct, frozen=True, forbid_unknown_fields=True):
    """An exact one-sided test of a share of the invocations against the baseline's."""

    alpha: (
        Annotated[Alpha, Meta(description="How probably it may stop a version that is no worse. Default: 0.01.")]
        | UnsetType
    ) = UNSET
    min_invocations: (
        Annotated[Count, Meta(description="Of the new version, before it judges. Default: 50.")] | UnsetType
    ) = UNSET


class DurationGateTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The 99th percentile of durations against the baseline's."""

    ratio: Annotated[Ratio, Meta(description="Most, as a multiple of the baseline's. Default: 1.5.")] | UnsetType = (
        UNSET
    )
    min_invocations: (
        Annotated[Count, Meta(description="Of the new version, before it judges. Default: 300.")] | UnsetType
    ) = UNSET


class InitGateTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Init durations of cold starts against the baseline's."""

    ratio: (
        Annotated[Ratio, Meta(description="Most, as a multiple of the baseline's median. Default: 1.2.")] | UnsetType
    ) = UNSET
    alpha: (
        Annotated[Alpha, Meta(description="How probably it may stop a version that is no slower. Default: 0.01.")]
        | UnsetType
    ) = UNSET
    min_cold_starts: (
        Annotated[Count, Meta(description="Of the new version, before it judges. Default: 5.")] | UnsetType
    ) = UNSET
    most_ms: (
        Annotated[
            float,
            Meta(
                ge=0.001,
                description="Largest median in any case. No limit without the key.",
                extra={"allowed": "a number of milliseconds above 0"},
            ),
        ]
        | UnsetType
    ) = UNSET


class GatesTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Gates that need no name; `true` is one with its defaults."""

    errors: (
        Annotated[
            bool | ErrorGateTable,
            Meta(
                description="Failed invocations. Default: on.",
                extra={"allowed": "true, false, or a table with alpha, min_invocations"},
            ),
        ]
        | UnsetType
    ) = UNSET
    throttles: (
        Annotated[
            bool | ErrorGateTable,
            Meta(
                description="Throttled invocations. Default: on.",
                extra={"allowed": "true, false, or a table with alpha, min_invocations"},
            ),
        ]
        | UnsetType
    ) = UNSET
    duration: (
        Annotated[
            bool | DurationGateTable,
            Meta(
                description="The 99th percentile of durations. Default: off.",
                extra={"allowed": "true, false, or a table with ratio, min_invocations"},
            ),
        ]
        | UnsetType
    ) = UNSET
    init: (
        Annotated[
            bool | InitGateTable,
            Meta(
                description="Init durations of cold starts. Default: on.",
                extra={"allowed": "true, false, or a table with ratio, alpha, min_cold_starts, most_ms"},
            ),
        ]
        | UnsetType
    ) = UNSET


class SmokeTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Events with which a function is invoked as soon as it has the new version; either `event` or `events`."""

    functions: (
        Annotated[Text, Meta(description="Regular expression, the whole name. Default: every function.")] | UnsetType
    ) = UNSET
    event: Annotated[JsonValue, Meta(description="One event.")] | UnsetType = UNSET
    expect: (
        Annotated[JsonValue, Meta(description="What the answer to `event` must be, as in events of a layer's tests.")]
        | UnsetType
    ) = UNSET
    events: (
        Annotated[
            Text,
            Meta(
                description="A JSON file with a list, relative to this file, as for a layer's tests.",
                examples=["functions/report/events.json"],
            ),
        ]
        | UnsetType
    ) = UNSET


class NotifyTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is told of a failed gate, a rollback and the end."""

    sns: Annotated[TopicArn, Meta(description="An SNS topic.")] | UnsetType = UNSET
    webhook: (
        Annotated[
            Plain,
            Meta(
                description="An address that gets the notice as JSON by POST. Never shown whole.",
                extra_json_schema={"pattern": r"^https?://[^/\s]+[^\s]*$"},
            ),
        ]
        | UnsetType
    ) = UNSET
    command: (
        Annotated[Command, Meta(description="A command that gets the notice as JSON on its standard input.")]
        | UnsetType
    ) = UNSET


class RolloutTable(Struct, frozen=True, forbid_unknown_fields=True):
    """How rollouts go; a key of an environment's table wins over the same key of [rollout]."""

    strategy: (
        Annotated[
            Text,
            Meta(
                description="all-at-once, canary:10%/5m, linear:10%/1m, waves:1 function,5%,25%,100%, or a name of"
                " CodeDeploy. Default: waves:1 function,5%,25%,100%.",
                examples=["waves:1 function,5%,25%,100%", "Canary10Percent5Minutes"],
            ),
        ]
        | UnsetType
    ) = UNSET
    bake: Annotated[Duration, Meta(description="Time after each stage. Default: 10m.")] | UnsetType = UNSET
    wait_for_data: (
        Annotated[
            Wait,
            Meta(description="How long after the bake gates without enough data are waited for. Default: as the bake."),
        ]
        | UnsetType
    ) = UNSET
    baseline: (
        Annotated[Duration, Meta(description="Time before a function moves that gates compare with. Default: 1d.")]
        | UnsetType
    ) = UNSET
    max_failures: (
        Annotated[Count, Meta(description="At so many failed functions all are rolled back. Default: 1.")] | UnsetType
    ) = UNSET
    patience: (
        Annotated[Duration, Meta(description="How long a function may stay in an update. Default: 5m.")] | UnsetType
    ) = UNSET
    order_by: (
        Annotated[
            list[TagPair],
            Meta(description="Functions with an earlier one of these tags come first.", examples=[["stage=staging"]]),
        ]
        | UnsetType
    ) = UNSET
    group_by: (
        Annotated[Text, Meta(description="Tag key: two functions of one value never join in one wave.")] | UnsetType
    ) = UNSET
    freeze: (
        Annotated[
            list[Text],
            Meta(
                description="Times of the week in which no stage begins.",
                examples=[["Fri 16:00-Mon 08:00 Europe/Berlin"]],
            ),
        ]
        | UnsetType
    ) = UNSET
    gates: Annotated[GatesTable, Meta(description="What is judged by metrics and logs.")] | UnsetType = UNSET
    alarms: (
        Annotated[list[Text], Meta(description="CloudWatch alarms, by name, that must not be in ALARM.")] | UnsetType
    ) = UNSET
    checks: (
        Annotated[list[Command], Meta(description="Commands that must end with 0; 75: not enough data.")] | UnsetType
    ) = UNSET
    smoke: (
        Annotated[list[SmokeTable], Meta(description="Invocations that must succeed; the first that matches counts.")]
        | UnsetType
    ) = UNSET
    notify: Annotated[NotifyTable, Meta(description="Who is told.")] | UnsetType = UNSET
