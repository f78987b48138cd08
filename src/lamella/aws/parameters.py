"""SSM parameters that name layer versions."""

from collections.abc import Mapping

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.change.action import PutParameter
from lamella.change.world import Effect
from lamella.errors import ConflictError, NotFoundError
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place


def get_parameter(clients: Clients, place: Place, name: str) -> str | None:
    """Return a parameter's value; `None` when there is none of that name.

    Raises:
        AwsError: It could not be read.
    """
    try:
        with translated(Call(f"read parameter {name} in {place}", "ssm:GetParameter")):
            return clients.ssm(place).get_parameter(Name=name)["Parameter"]["Value"]
    except NotFoundError:
        return None


def parameters_below(clients: Clients, place: Place, path: str) -> Mapping[str, str]:
    """Return name -> value of every parameter below a path (`/lamella/`), however deep.

    Raises:
        AwsError: They could not be read.
    """
    with translated(Call(f"list the parameters below {path} in {place}", "ssm:GetParametersByPath")):
        pages = clients.ssm(place).get_paginator("get_parameters_by_path").paginate(Path=path, Recursive=True)
        return {it["Name"]: it["Value"] for page in pages for it in page["Parameters"]}


def found(clients: Clients, action: PutParameter) -> Effect | None:
    """See `World.found`."""
    return Effect(already=True) if get_parameter(clients, action.place, action.name) == str(action.version) else None


def differs(clients: Clients, action: PutParameter) -> str | None:
    """See `World.differs`."""
    value = get_parameter(clients, action.place, action.name)
    wanted = str(action.version) if isinstance(action.version, LayerVersionArn) else None
    if value in {action.before, wanted}:
        return None
    return f"parameter {action.name} is {value or 'gone'}, it was {action.before or 'not there'}"


def put(clients: Clients, action: PutParameter) -> Effect:
    """Write the parameter; one that has the value already is left.

    Raises:
        ConflictError: It has neither the value of before nor the new one.
        AwsError: It could not be written.
    """
    wanted, value = str(action.version), get_parameter(clients, action.place, action.name)
    if value == wanted:
        return Effect(already=True)
    if value != action.before:
        raise _taken(action, value)
    try:
        with translated(Call(f"write parameter {action.name} in {action.place}", "ssm:PutParameter", changes=True)):
            clients.ssm(action.place).put_parameter(
                Name=action.name,
                Value=wanted,
                Type="String",
                Overwrite=action.before is not None,
                Description="The layer version of a channel, kept by lamella",
            )
    except ConflictError as error:
        # botocore sends a request whose answer was lost again, and then finds what the first one wrote.
        value = get_parameter(clients, action.place, action.name)
        if value != wanted:
            raise _taken(action, value) from error
    return Effect()


def _taken(action: PutParameter, value: str | None) -> ConflictError:
    return ConflictError(
        f"parameter {action.name} in {action.place} is {value or 'gone'}, it was {action.before or 'not there'}",
        hint="somebody else moved it: make a new plan",
    )
