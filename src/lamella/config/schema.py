"""The JSON Schema of lamella.toml, for editors, made from the classes of `wire`."""

import json
from typing import Any

import msgspec

from lamella.config.wire import Document
from lamella.limits import limits
from lamella.model.target import Architecture

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """Return the schema as the committed lamella.schema.json holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """Return the schema; targets are an enumeration of the runtimes in limits.toml."""
    made = msgspec.json.schema(Document)
    for name, definition in made["$defs"].items():
        definition["title"] = name.removesuffix("Table")
        if "enum" in definition:
            # An enumeration's docstring is written for developers; the key that uses it says what it means.
            del definition["description"]
    made["$defs"]["LayerTable"]["properties"]["targets"]["items"]["enum"] = [
        f"{runtime}/{architecture}" for runtime in limits().runtimes for architecture in Architecture
    ]
    return {"$schema": DIALECT, "title": "lamella.toml", **made}
