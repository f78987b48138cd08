"""The tests of a layer, from the file."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from lamella.config.keypath import KeyPath
from lamella.config.origin import Origin
from lamella.config.precedence import origins_of
from lamella.config.wire_test import FunctionTestTable, LayerTestTable
from lamella.model.layer_test import FunctionTest, LayerTest


def layer_test_of(table: LayerTestTable | UnsetType, where: KeyPath) -> tuple[LayerTest, dict[str, Origin]]:
    """Return a layer's tests, and where each of their values came from: `test.imports`, `test.functions` ...

    Raises:
        ConfigError: A module is imported twice.
    """
    table = table or LayerTestTable()
    imports = table.imports or []
    for position, module in enumerate(imports):
        if module in imports[:position]:
            raise where.at("imports", position).wrong(
                module, "each module once", because="it is there twice", hint="remove one"
            )
    sdk = table.runtime_boto3
    test = LayerTest(
        imports=tuple(imports),
        functions=tuple(_function(each) for each in table.functions or ()),
        # `true` asks for the runtime's boto3 as it is, which is the default.
        runtime_boto3=None if sdk is True or isinstance(sdk, UnsetType) else sdk,
        **_given(table, "max_init_ms", "max_memory_mb", "runs"),
    )
    origins = origins_of(table, where)
    return test, {f"test.{key}": origin for key, origin in origins.items()}


def _function(table: FunctionTestTable) -> FunctionTest:
    return FunctionTest(
        table.code,
        table.handler,
        table.events,
        environ=dict(table.env or {}),
        **_given(table, "memory_mb", "timeout_s"),
    )


def _given(table: Struct, *names: str) -> dict[str, Any]:
    """Return the fields that the file gives; the model has the defaults of the others."""
    return {name: value for name in names if (value := getattr(table, name)) is not UNSET}
