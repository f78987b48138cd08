"""Reads functions, their published versions and aliases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.errors import AwsError, NotFoundError, UsageError
from lamella.fleet.fleet import Alias, FunctionVersion
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place

_PAGE = 50


def function_versions(clients: Clients, place: Place) -> tuple[FunctionVersion, ...]:
    """Return $LATEST and every published version of every function (ListFunctions, `FunctionVersion=ALL`).

    Raises:
        AwsError: They could not be read.
    """
    with translated(Call(f"list the functions of {place}", "lambda:ListFunctions")):
        pages = (
            clients.lambda_(place)
            .get_paginator("list_functions")
            .paginate(FunctionVersion="ALL", PaginationConfig={"PageSize": _PAGE})
        )
        told = [it for page in pages for it in page["Functions"]]
    return tuple(_function(place, it) for it in told)


@dataclass(frozen=True, slots=True)
class FunctionCode:
    """What GetFunction says of a function's code and layers.

    Attributes:
        layers: In order.
        runtime, architecture: As AWS names them; the runtime is empty for images.
        location: A presigned address, for some minutes.
        code_sha256: Base64.
    """

    layers: tuple[LayerVersionArn, ...]
    runtime: str
    architecture: str
    location: str
    code_sha256: str


def function_code(clients: Clients, place: Place, name: str) -> FunctionCode:
    """Return where a function's code can be read.

    Raises:
        NotFoundError: There is no such function.
        AwsError: It could not be read, or it is an image.
    """
    with translated(Call(f"read the function {name} in {place}", "lambda:GetFunction")):
        told = clients.lambda_(place).get_function(FunctionName=name)
    configuration = told["Configuration"]
    if configuration.get("PackageType") == "Image" or "Location" not in told.get("Code", {}):
        raise AwsError(
            f"{name} is an image",
            why="images have no layers and no zip",
            hint="check the image's packages with a scanner of images",
        )
    return FunctionCode(
        tuple(_layer(it, configuration) for it in configuration.get("Layers") or []),
        configuration.get("Runtime", ""),
        (configuration.get("Architectures") or ["x86_64"])[0],
        told["Code"]["Location"],
        configuration["CodeSha256"],
    )


def aliases_of(clients: Clients, place: Place, function: str) -> tuple[Alias, ...]:
    """Return the aliases of a function; none when it is gone.

    Raises:
        AwsError: They could not be read.
    """
    try:
        with translated(Call(f"list the aliases of {function} in {place}", "lambda:ListAliases")):
            pages = (
                clients.lambda_(place)
                .get_paginator("list_aliases")
                .paginate(FunctionName=function, PaginationConfig={"PageSize": _PAGE})
            )
            told = [it for page in pages for it in page["Aliases"]]
    except NotFoundError:
        return ()
    return tuple(
        Alias(
            place,
            function,
            it["Name"],
            it["FunctionVersion"],
            dict((it.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}),
        )
        for it in told
    )


def _function(place: Place, told: Any) -> FunctionVersion:  # noqa: ANN401 - a TypedDict of the stubs
    layers = told.get("Layers") or []
    return FunctionVersion(
        place,
        told["FunctionName"],
        told["Version"],
        tuple(_layer(it, told) for it in layers),
        told.get("Runtime", ""),
        told.get("CodeSize", 0),
        tuple(it.get("CodeSize", 0) for it in layers),
    )


def _layer(told: Mapping[str, Any], function: Mapping[str, Any]) -> LayerVersionArn:
    try:
        return LayerVersionArn.parse(told["Arn"])
    except UsageError as error:
        # Leaving it out could hide a user of a version.
        raise AwsError(
            f"function {function['FunctionName']} lists a layer that cannot be read", why=error.what
        ) from error
