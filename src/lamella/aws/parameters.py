"""SSM parameters that name layer versions."""

from collections.abc import Mapping

from lamella.aws.clients import Clients
from lamella.model.place import Place


def get_parameter(clients: Clients, place: Place, name: str) -> str | None:
    """Return a parameter's value; `None` when there is none of that name.

    Raises:
        AwsError: It could not be read.
    """
    raise NotImplementedError


def parameters_below(clients: Clients, place: Place, path: str) -> Mapping[str, str]:
    """Return name -> value of every parameter below a path (`/lamella/`), however deep.

    Raises:
        AwsError: They could not be read.
    """
    raise NotImplementedError
