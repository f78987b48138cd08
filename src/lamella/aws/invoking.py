"""Invokes functions with events of a smoke gate."""

import json
from typing import Any

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.change.rollout.judging.smoke import Answer
from lamella.errors import NotFoundError
from lamella.model.place import Place


def invoke(clients: Clients, place: Place, function: str, version: str, event: Any) -> Answer:  # noqa: ANN401 - any JSON value
    """Invoke a version (`$LATEST` or a number) for real, and wait for its answer.

    Raises:
        ConflictError: The function, or its version, is not ready.
        NotFoundError: There is no such function, or no such version.
        DoubtfulError: The answer was lost, or took longer than two minutes.
        AwsError: Lambda did not run it: throttled (`TooManyRequestsException`), no right, ...
    """
    with translated(Call(f"invoke {function}:{version} in {place}", "lambda:InvokeFunction", changes=True)):
        told = clients.lambda_once(place).invoke(
            FunctionName=function,
            Qualifier=version,
            InvocationType="RequestResponse",
            Payload=json.dumps(event).encode(),
        )
        payload = told["Payload"].read().decode("utf-8", "replace")
    return Answer(payload, _error_in(payload, told["FunctionError"]) if told.get("FunctionError") else None)


def function_there(clients: Clients, place: Place, function: str) -> bool:
    """Return whether a function exists.

    Raises:
        AwsError: It could not be asked.
    """
    try:
        with translated(Call(f"read function {function} in {place}", "lambda:GetFunction")):
            clients.lambda_(place).get_function(FunctionName=function)
    except NotFoundError:
        return False
    return True


def _error_in(payload: str, kind: str) -> str:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return f"{kind}: {payload}"
    if not isinstance(told, dict):
        return f"{kind}: {payload}"
    words = [str(told[key]) for key in ("errorType", "errorMessage") if told.get(key)]
    return ": ".join(words) or kind
