"""The shape of a layer's tests in lamella.toml."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from lamella.config.wire_types import MOST_RUNS, Handler, Module, Sdk, Text, VariableName


class FunctionTestTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A function that uses the layer."""

    code: Annotated[Text, Meta(description="Its folder, relative to this file.", examples=["functions/report"])]
    handler: Annotated[Handler, Meta(description="MODULE.FUNCTION, as Lambda takes it.")]
    events: Annotated[
        Text,
        Meta(
            description="A JSON file with a list, relative to this file. Each item is an event, or a table with"
            " `event` and `expect`.",
            examples=["functions/report/events.json"],
        ),
    ]
    memory_mb: (
        Annotated[
            int,
            Meta(
                ge=128,
                le=10240,
                description="Its memory. Default: 512.",
                extra={"allowed": "an integer from 128 to 10240"},
            ),
        ]
        | UnsetType
    ) = UNSET
    timeout_s: (
        Annotated[
            float,
            Meta(
                ge=0.001,
                le=900,
                description="Its timeout. Default: 30.",
                extra={"allowed": "a number of seconds above 0, at most 900"},
            ),
        ]
        | UnsetType
    ) = UNSET
    env: Annotated[dict[VariableName, str], Meta(description="Its environment variables.")] | UnsetType = UNSET


class LayerTestTable(Struct, frozen=True, forbid_unknown_fields=True):
    """How a layer is tested in the local Lambda."""

    imports: Annotated[list[Module], Meta(description="Modules, each imported in a fresh environment.")] | UnsetType = (
        UNSET
    )
    functions: (
        Annotated[list[FunctionTestTable], Meta(description="Functions that use the layer, with their events.")]
        | UnsetType
    ) = UNSET
    max_init_ms: (
        Annotated[
            float,
            Meta(
                ge=0.001,
                description="Largest median init of each function. No budget without the key.",
                extra={"allowed": "a number of milliseconds above 0"},
            ),
        ]
        | UnsetType
    ) = UNSET
    max_memory_mb: (
        Annotated[
            int,
            Meta(
                ge=1,
                description="Largest peak memory of each function. No budget without the key.",
                extra={"allowed": "an integer of megabytes from 1"},
            ),
        ]
        | UnsetType
    ) = UNSET
    runs: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=MOST_RUNS,
                description="Cold starts of each function for max_init_ms. Default: 5.",
                extra={"allowed": f"an integer from 1 to {MOST_RUNS}"},
            ),
        ]
        | UnsetType
    ) = UNSET
    runtime_boto3: (
        Annotated[
            Sdk,
            Meta(
                description="The runtime's own boto3: a version pins it, false leaves it out. Default: the newest.",
            ),
        ]
        | UnsetType
    ) = UNSET
